using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Ledger;
using Tako.Tasks;
using Tako.Workspace.Limbs;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs.Twitches;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Limbs;

/// <summary>
/// What one turn of an arm feels, cheapest first: senses in memory, twitches that mend without a model, the guard, the impacted tests,
/// and the repository's own tests at last. A turn is journaled whole, so that a resumed step takes the same way again.
/// </summary>
internal sealed class TurnSenses(TaskSession session, StepJournal journal, LimbWorkspace limb,
    Func<Shadow, CancellationToken, ValueTask<Sensation>> tests)
{
    private const int TestTwitches = 2;

    // A cheap sense may stop a turn once for the same pain. When it comes again the tests are asked: perhaps the sense is wrong.
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private int _ordinal;

    public async ValueTask<(Shadow Shadow, LimbTurn Turn)> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var ordinal = ++_ordinal;
        if (await RecordedAsync(shadow, ordinal, cancellationToken) is { } turn)
        {
            if (IsCheap(turn.Felt))
                _told.Add(KeyOf(turn.Felt.Pains));
            return (turn.Changes is { } mendedTo ? Restored(mendedTo) : shadow, turn);
        }

        var began = session.Time.GetTimestamp();
        var (left, felt, mended, senses) = await WorkAsync(shadow, began, cancellationToken);
        turn = new LimbTurn
        {
            From = shadow.Hash,
            Ordinal = ordinal,
            Felt = felt,
            Mended = mended,
            Changes = left.Hash == shadow.Hash ? null : left.Changes.ToJson(),
            Senses = senses,
        };
        await KeepAsync(turn, session.Time.GetElapsedTime(began), cancellationToken);
        foreach (var what in mended)
            session.Saying(journal.Step, $"mended without a model: {what}");
        if (IsCheap(felt))
            session.Saying(journal.Step, $"{felt.Pains[0].Rung}: {felt.Pains[0].Message}");
        return (left, turn);
    }

    private async ValueTask<(Shadow Shadow, Sensation Felt, IReadOnlyList<string> Mended, IReadOnlyList<SenseReport> Senses)> WorkAsync(
        Shadow shadow, long began, CancellationToken cancellationToken)
    {
        var mended = new List<string>();
        var senses = new List<SenseReport>();
        var felt = await limb.Senses.FeelAsync(shadow, null, TwitchLoop.Last, cancellationToken);
        senses.AddRange(felt.Senses);
        if (felt.Pains.Count > 0)
        {
            var twitched = await limb.Twitches.RepairAsync(shadow, felt, cancellationToken);
            (shadow, felt) = (twitched.Shadow, twitched.Felt);
            mended.AddRange(twitched.Kept.Select(twitch => twitch.What));
        }

        if (felt.Pains.Count > 0 && _told.Add(KeyOf(felt.Pains)))
            return (shadow, Sensed(shadow, felt, began), mended, senses);
        foreach (var (after, last) in new[] { (TwitchLoop.Last, "guard"), ("guard", "impacted") })
        {
            felt = await limb.Senses.FeelAsync(shadow, after, last, cancellationToken);
            senses.AddRange(felt.Senses);
            // What the guard denies it denies however often it is asked.
            if (felt.Pains.Count > 0 && (_told.Add(KeyOf(felt.Pains)) || last == "guard"))
                return (shadow, Sensed(shadow, felt, began), mended, senses);
        }

        var sensation = await tests(shadow, cancellationToken);
        return sensation.Green || sensation.Pains.Count == 0
            ? (shadow, sensation, mended, senses)
            : await MendTestsAsync(shadow, sensation, mended, senses, cancellationToken);
    }

    /// <summary>Some red tests say what is missing as plainly as a compiler: a name, an import.</summary>
    private async ValueTask<(Shadow, Sensation, IReadOnlyList<string>, IReadOnlyList<SenseReport>)> MendTestsAsync(
        Shadow shadow, Sensation felt, List<string> mended, List<SenseReport> senses, CancellationToken cancellationToken)
    {
        var proposals = await limb.Twitches.ProposeAsync(shadow, new LadderReport("test", felt.Pains, []), cancellationToken);
        foreach (var twitch in proposals.Where(twitch => twitch.Shadow.Hash != shadow.Hash).Take(TestTwitches))
        {
            var cheap = await limb.Senses.FeelAsync(twitch.Shadow, null, "guard", cancellationToken);
            if (cheap.Pains.Count > 0)
                continue;
            var then = await tests(twitch.Shadow, cancellationToken);
            // No test may get worse: fewer red ones and no fewer green ones.
            if (!then.Green && (then.Tally.Failed >= felt.Tally.Failed || then.Tally.Passed < felt.Tally.Passed))
                continue;
            (shadow, felt) = (twitch.Shadow, then);
            mended.Add(twitch.What);
            if (felt.Green)
                break;
        }

        return (shadow, felt, mended, senses);
    }

    private Sensation Sensed(Shadow shadow, LadderReport felt, long began) => new()
    {
        Changes = shadow.Hash,
        Green = false,
        Tally = new TestTally(0, 0, 0),
        Pains = felt.Pains,
        Command = "",
        Tier = session.Sandbox?.Tier.ToString() ?? "none",
        Took = session.Time.GetElapsedTime(began),
    };

    private static bool IsCheap(Sensation felt) => felt is { Green: false, Command.Length: 0, Trouble: null, Pains.Count: > 0 };

    private static string KeyOf(IReadOnlyList<Pain> pains) =>
        string.Join('+', pains.Select(pain => pain.Fingerprint).Distinct().Order(StringComparer.Ordinal));

    private async ValueTask<LimbTurn?> RecordedAsync(Shadow shadow, int ordinal, CancellationToken cancellationToken)
    {
        var recorded = journal.Recorded("limb.felt", TaskJson.Default.LimbFelt,
            felt => felt.From == shadow.Hash && felt.Ordinal == ordinal && felt.Step == journal.Step);
        return recorded is not null && await journal.FetchAsync(recorded.Turn, cancellationToken) is { } bytes
            ? JsonSerializer.Deserialize(bytes.Span, LimbJson.Default.LimbTurn)
            : null;
    }

    private Shadow Restored(string changes) => ChangeSet.FromJson(changes) switch
    {
        Parsed<ChangeSet>.Ok { Value: var read } => read.Changes.Aggregate(session.Disk, Fusion.Stage),
        Parsed<ChangeSet>.Faulty faulty => throw new InvalidOperationException(string.Join("; ", faulty.Faults)),
        _ => throw new InvalidOperationException("A parsed value is ok or faulty."),
    };

    private async ValueTask KeepAsync(LimbTurn turn, TimeSpan took, CancellationToken cancellationToken)
    {
        var blob = await journal.KeepAsync(JsonSerializer.SerializeToUtf8Bytes(turn, LimbJson.Default.LimbTurn), cancellationToken);
        await journal.AppendAsync("limb.felt", new LimbFelt
        {
            Step = journal.Step,
            Ordinal = turn.Ordinal,
            From = turn.From,
            Changes = turn.Felt.Changes,
            Rung = turn.Felt.Green ? null : turn.Felt.Rung,
            Pain = turn.Felt.Pains.FirstOrDefault()?.Message is { } pain ? pain[..Math.Min(300, pain.Length)] : turn.Felt.Trouble,
            Mended = turn.Mended,
            Turn = blob.Value,
            Milliseconds = (long)took.TotalMilliseconds,
        }, TaskJson.Default.LimbFelt, [blob], Durability.Relaxed);
    }
}
