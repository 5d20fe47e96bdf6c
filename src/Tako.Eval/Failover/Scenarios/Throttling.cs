using System.Globalization;
using static Tako.Eval.Failover.Scenarios.Judge;

namespace Tako.Eval.Failover.Scenarios;

/// <summary>S01 and S02: a provider that asks for patience.</summary>
internal static class Throttling
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1.8);

    public static Judgement Once(Evidence seen) => Crowd(seen, 1.5, 2) ?? Served(seen, seen.Primary switch
    {
        [var first, var second, ..] when second.At - first.At < Wait =>
            $"Retry-After: 2 was not kept, the next attempt came after {Seconds(second.At - first.At)}",
        [_, _, ..] => null,
        _ => "the provider was not asked again after the time it named",
    });

    public static Judgement ForEver(Evidence seen) => Crowd(seen, 3, 4) ?? Served(seen);

    private static Judgement? Crowd(Evidence seen, double seconds, int most)
    {
        if (seen.Primary.Count == 0)
            return null;
        var end = seen.Primary[0].At + TimeSpan.FromSeconds(seconds);
        var count = seen.Primary.Count(attempt => attempt.At <= end);
        return count > most
            ? new(Verdict.Fail, string.Create(CultureInfo.InvariantCulture,
                $"a storm: {count} attempts on a provider that throttles, within {seconds} s"))
            : null;
    }
}
