using System.Text.Json;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Eval.Reflex.Pseudonyms;

/// <summary>Measures pseudonyms on values of its own: it needs no data and runs always.</summary>
internal sealed class PseudonymSet : IReflexSet
{
    private const int Sessions = 64;
    private const int Values = 40;

    public IEnumerable<Measure> Missing => Measures();

    public bool Takes(JsonElement first) => false;

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request) => Measures();

    private static IEnumerable<Measure> Measures()
    {
        var started = TimeProvider.System.GetTimestamp();
        var master = new byte[32];
        new Random(7).NextBytes(master);
        var trials = Enumerable.Range(0, Sessions)
            .Select(session => (Seed: session,
                Vault: new PseudonymVault(master, $"tenant-{session % 4}", $"session-{session}", TimeProvider.System)))
            .Select(static made => new PseudonymTrial(made.Vault, made.Seed))
            .ToList();
        var tally = Sum(trials.AsParallel().Select(static trial => trial.Run(Values)));
        tally += Sum(trials.AsParallel()
            .Select(trial => Sum(trials.Where(other => other != trial).Select(other => trial.Meet(other.Given)))));
        var lost = string.Join(", ", tally.Lost.GroupBy(static name => name).OrderByDescending(static group => group.Count())
            .Select(static group => $"{group.Key} {group.Count()}"));
        var mutations = TokenMutations.All.Count;
        var about = $"{Sessions} sessions at once with the same {Values} values, {mutations} mutations of each token, seeded";
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        yield return Share("round_trip_exact", tally.RoundTripsExact, tally.RoundTrips, 1, about);
        yield return Share("restored_whole_texts", tally.WholeRight, tally.Whole, 0.995, about) with
        {
            Why = lost.Length > 0 ? $"lost: {lost}" : null,
        };
        yield return Share("restored_streams", tally.StreamsRight, tally.Streams, 0.995, $"{about}; parts of 1 to 8 characters");
        yield return Share("restored_tool_arguments", tally.ArgumentsRight, tally.Arguments, 0.995,
            $"{about}; JSON, whole and in parts, equal after parsing");
        yield return Count("wrong_restorations", tally.Wrong, tally.Damaged, "damaged tokens that became a value");
        yield return Count("cross_session_restorations", tally.Crossed, tally.Foreign,
            "tokens of one session shown to each other session");
        yield return Count("held_back_characters_most", tally.MostHeld, tally.Streams, "in streams") with
        {
            Target = 256,
            Seconds = seconds,
        };
    }

    private static PseudonymTally Sum(IEnumerable<PseudonymTally> tallies) =>
        tallies.Aggregate(new PseudonymTally(), static (sum, next) => sum + next);

    private static Measure Share(string name, int right, int all, double target, string about) => new()
    {
        Suite = "reflex",
        Set = "pseudonyms",
        Name = name,
        Value = (double)right / all,
        Better = "higher",
        Target = target,
        N = all,
        About = about,
    };

    private static Measure Count(string name, int value, int all, string about) => new()
    {
        Suite = "reflex",
        Set = "pseudonyms",
        Name = name,
        Value = value,
        Better = "lower",
        Target = 0,
        N = all,
        About = about,
    };
}
