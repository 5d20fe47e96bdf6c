using System.Text;
using System.Text.Json;
using Tako.Brain;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Limbs;
using Tako.Reports;
using Tako.Tasks;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs;
using Tako.Workspace.Senses;

namespace Tako.Arms.Coding;

/// <summary>The state of one coder's loop: what was tried, what it felt like, and why it stopped.</summary>
internal sealed class CoderLoop(Assignment assignment, ArmContext context, CoderOptions options)
{
    private readonly HashSet<string> _seen = [context.Limb.Start.Hash];
    private readonly Dictionary<string, int> _pains = [];
    private readonly Dictionary<string, Origin> _origins = new(StringComparer.Ordinal);

    private readonly Dictionary<RepoPath, string?> _noted =
        context.Limb.Start.Changes.Changes.ToDictionary(change => change.Path, change => change.ContentHash);

    private bool _startsGreen;
    private string? _last;
    private int _idle;

    public CoderState? Best { get; private set; }

    public int Turns { get; private set; }

    /// <summary>The model answered with no edits to a repository whose tests were green.</summary>
    public bool NothingToDo { get; private set; }

    /// <summary>Why the loop may not go on; null while it may.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Whether it was the budget that stopped it.</summary>
    public bool OutOfBudget { get; private set; }

    public void Stop(string why, bool outOfBudget = false)
    {
        OutOfBudget |= outOfBudget && Stopped is null;
        Stopped ??= why;
    }

    /// <summary>What hurts before anything was changed. A state that was felt by the first look is not felt again.</summary>
    public async ValueTask<Sensation> FeelStartAsync(FirstLook? sense, CancellationToken cancellationToken)
    {
        var felt = sense?.Sensation is { } known && known.Changes == context.Limb.Start.Hash
            ? known
            : await context.Limb.SenseAsync(cancellationToken);
        _startsGreen = felt.Green;
        return felt;
    }

    /// <summary>Takes what the model answered. The next message to the model, or null when the loop is over.</summary>
    public async ValueTask<string?> TakeAsync(string answer, CancellationToken cancellationToken)
    {
        Turns++;
        if (answer.Contains("[secret:", StringComparison.Ordinal))
        {
            // A secret was taken out on the way here; what stands in its place must reach no file.
            return Hurt([Pain("edit", "secret",
                "The answer held a secret, which was taken out. Read it from the environment instead.")], null);
        }

        if (SaysNothing(answer))
        {
            NothingToDo = _startsGreen && Best is null;
            return NothingToDo ? null : Hurt([Pain("edit", "empty", "The answer holds no edits, and the tests are not green.")], null);
        }

        var read = EditReader.Read(answer);
        if (read is not Parsed<IReadOnlyList<Edit>>.Ok { Value: var edits })
        {
            var faults = ((Parsed<IReadOnlyList<Edit>>.Faulty)read).Faults;
            return Hurt([.. faults.Take(5).Select(fault => Pain("edit", "unreadable", fault.ToString()))], null);
        }

        switch (context.Limb.Stage(edits))
        {
            case ApplyOutcome.Missed missed:
                return Hurt(missed.Pains, null);
            case ApplyOutcome.Applied applied:
                return await FeelAsync(applied.Shadow, cancellationToken);
            default:
                throw new InvalidOperationException("An edit applies or misses.");
        }
    }

    public ValueTask<Proposal> ProposeAsync(Shadow shadow, CancellationToken cancellationToken) =>
        context.ProposeAsync(shadow, "coder", _origins, assignment, cancellationToken);

    private async ValueTask<string?> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var changed = shadow.Changes.Changes.Select(change => change.Path.Value).ToArray();
        if (!_seen.Add(shadow.Hash))
        {
            Stop("The same state of the files came up a second time" + (_last is { } last ? $", after: {last}" : "."));
            return null;
        }

        var turn = await context.Limb.FeelAsync(cancellationToken);
        _seen.Add(context.Limb.Shadow.Hash);
        Note(context.Limb.Changes);
        var felt = turn.Felt;
        if (felt.Rung == "guard")
        {
            // What the guard will never let through is not worth a test run; the edits are taken back.
            context.Limb.Shadow = Best?.Shadow ?? context.Limb.Start;
            return Hurt(felt.Pains, null);
        }

        var state = new CoderState(context.Limb.Shadow, felt);
        if (Best is null || state.Pain.CompareTo(Best.Pain) < 0)
            (Best, _idle) = (state, 0);
        context.Memory.Remember(assignment.Topic,
            felt.Green
                ? "tests green"
                : $"tried {string.Join(", ", changed)}: {felt.Pains.FirstOrDefault()?.Message}");
        if (felt.Green)
            return null;
        if (felt.Trouble is { } trouble)
        {
            if (felt.Command.Length > 0)
                Stop(trouble);
            return null;
        }

        return Hurt(felt.Pains, felt, turn.Mended);
    }

    private string? Hurt(IReadOnlyList<Pain> pains, Sensation? felt, IReadOnlyList<string>? mended = null)
    {
        var fingerprint = string.Join('+', pains.Select(pain => pain.Fingerprint).Order(StringComparer.Ordinal));
        _last = pains.FirstOrDefault()?.Message;
        var times = _pains[fingerprint] = _pains.GetValueOrDefault(fingerprint) + 1;
        if (times >= options.SamePains)
        {
            Stop($"The same pain came up {times} times: {pains.FirstOrDefault()?.Message}");
            return null;
        }

        if (++_idle > options.IdleTurns)
        {
            Stop($"{options.IdleTurns} turns in a row brought no progress; what hurts is still: {_last}");
            return null;
        }

        return CoderPrompt.Again(pains, felt, mended ?? [], context);
    }

    // Only what this turn changed comes from this turn's prompt.
    private void Note(ChangeSet changes)
    {
        var (model, prompt) = (context.Model?.GetService(typeof(ModelVoice)) as ModelVoice)?.Last ?? default;
        foreach (var change in changes.Changes
            .Where(change => !_noted.TryGetValue(change.Path, out var hash) || hash != change.ContentHash))
        {
            _noted[change.Path] = change.ContentHash;
            _origins[change.Path.Value] = new Origin(change.Path.Value, model, prompt, context.Tools.Exposure.Sources, "coder");
        }
    }

    private Pain Pain(string rung, string code, string message) =>
        new() { Rung = rung, Tool = "edits", Code = code, Message = message, WorkspaceHash = context.Limb.Shadow.Hash };

    /// <summary>Whether the answer is a patch without edits: the model's way to say that nothing is to be done.</summary>
    private static bool SaysNothing(string answer)
    {
        if (JsonRepair.Repair(answer) is not { } json)
            return false;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("edits", out var edits)
            && edits.ValueKind == JsonValueKind.Array && edits.GetArrayLength() == 0;
    }
}
