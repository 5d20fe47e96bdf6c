using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Workspace.Repairs.Twitches;

/// <summary>
/// Repairs without a model: tries what the twitches propose, each on a fork, and keeps one only if the pain falls. Ends when
/// nothing hurts, nothing helps, a state comes up again, or its limits are reached; what is left is the best state, never a worse one.
/// </summary>
public sealed class TwitchLoop(IReadOnlyList<ITwitches> twitches, SenseLadder senses, TwitchOptions options, TimeProvider time)
{
    // Tests cost seconds and a guard's no is not mended by a semicolon: a fork is felt up to here.
    /// <summary>The highest rung that a fork is felt on.</summary>
    public const string Last = "semantics";

    public async ValueTask<TwitchOutcome> RepairAsync(Shadow shadow, LadderReport felt, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var seen = new HashSet<string>(StringComparer.Ordinal) { shadow.Hash };
        var kept = new List<Twitch>();
        for (var round = 0; round < options.Rounds && felt.Pains.Count > 0; round++)
        {
            var better = false;
            foreach (var twitch in await ProposeAsync(shadow, felt, cancellationToken))
            {
                if (time.GetElapsedTime(began) > options.Budget)
                    return new TwitchOutcome(shadow, felt, kept);
                if (!seen.Add(twitch.Shadow.Hash))
                    continue;
                var then = await senses.FeelAsync(twitch.Shadow, null, Last, cancellationToken);
                if (!then.IsBetterThan(felt))
                    continue;
                (shadow, felt, better) = (twitch.Shadow, then, true);
                kept.Add(twitch);
                break;
            }

            if (!better)
                break;
        }

        return new TwitchOutcome(shadow, felt, kept);
    }

    /// <summary>What might help against pains, likeliest first, each twitch's own order kept.</summary>
    public async ValueTask<IReadOnlyList<Twitch>> ProposeAsync(Shadow shadow, LadderReport felt, CancellationToken cancellationToken)
    {
        var proposals = new List<Twitch>();
        foreach (var language in twitches)
            proposals.AddRange(await language.ProposeAsync(shadow, felt.Pains, cancellationToken));
        return [.. proposals.Take(options.Candidates)];
    }
}

/// <summary>How long twitches without a model are tried.</summary>
public sealed record TwitchOptions
{
    /// <summary>How many repairs one after the other.</summary>
    public int Rounds { get; init; } = 6;

    /// <summary>How many proposals of a round are felt.</summary>
    public int Candidates { get; init; } = 12;

    /// <summary>After this no further proposal is felt.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>Where the twitches ended.</summary>
/// <param name="Shadow">The best state, the one they began with when nothing helped.</param>
/// <param name="Felt">What still hurts there.</param>
public sealed record TwitchOutcome(Shadow Shadow, LadderReport Felt, IReadOnlyList<Twitch> Kept);
