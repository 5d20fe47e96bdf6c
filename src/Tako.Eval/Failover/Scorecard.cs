using Tako.Eval.Failover.Scenarios;

namespace Tako.Eval.Failover;

/// <summary>The verdicts on one gateway for one surface, as measures.</summary>
internal sealed class Scorecard(Surface surface, Surface wire, IReadOnlyList<(Judgement Judgement, TimeSpan Took)> results)
{
    private const string Suite = "failover";

    /// <summary>The surface, and the provider's protocol where that is another.</summary>
    private string Set => surface == wire ? Name(surface) : $"{Name(surface)}-on-{Name(wire)}";

    /// <summary>A line for each scenario, and how many there were of each verdict.</summary>
    public IEnumerable<Measure> Measures()
    {
        foreach (var (scenario, (judgement, took)) in ScenarioBook.All.Zip(results))
        {
            yield return new Measure
            {
                Suite = Suite,
                Set = Set,
                Name = scenario.Id,
                Value = judgement.Verdict == Verdict.Pass ? 1 : 0,
                Better = "higher",
                Target = 1,
                N = scenario.Requests,
                Seconds = Math.Round(took.TotalSeconds, 1),
                Verdict = Name(judgement.Verdict),
                About = scenario.Title,
                Why = judgement.Why,
            };
        }

        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            yield return new Measure
            {
                Suite = Suite,
                Set = Set,
                Name = Name(verdict),
                Value = results.Count(result => result.Judgement.Verdict == verdict),
                Better = verdict == Verdict.Pass ? "higher" : "lower",
                Target = verdict == Verdict.Pass ? results.Count : 0,
                N = results.Count,
            };
        }
    }

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
