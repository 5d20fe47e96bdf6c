using Tako.Eval.Failover.Provider;
using static Tako.Eval.Failover.Scenarios.Judge;

namespace Tako.Eval.Failover.Scenarios;

/// <summary>S15: a provider that is down for a while and comes back.</summary>
internal static class Flapping
{
    private const int MostProbes = 15;

    /// <summary>Sixteen requests fall into the outage: with two retries and no memory they make so many attempts.</summary>
    private const int Storm = 48;
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    /// <summary>Requests go on as long as the primary may still come back in time.</summary>
    public static bool NotYetBack(Evidence seen) => !seen.Primary.Any(Answered);

    public static Judgement Judged(Evidence seen)
    {
        var probes = seen.Primary.Count(attempt => !Answered(attempt));
        if (probes > Storm)
            return new(Verdict.Fail, $"a storm: {probes} attempts on a provider that is down");
        var lost = seen.Replies.Select((reply, index) => (Number: index + 1, Judged: NotServed(reply.Received)))
            .Where(reply => reply.Judged is not null).ToList();
        if (lost.Count > 0)
        {
            var worst = lost.MaxBy(reply => reply.Judged!.Verdict);
            return new(worst.Judged!.Verdict,
                $"{lost.Count} of {seen.Replies.Count} requests were not served; number {worst.Number}: {worst.Judged.Why}");
        }

        var back = seen.Primary.FirstOrDefault(Answered);
        var after = back is null ? (TimeSpan?)null : back.At - seen.Primary[0].At - ScenarioModels.Outage;
        var missed = new[]
        {
            Unless(probes <= MostProbes, $"{probes} attempts on it while it was down, more than {MostProbes}"),
            Unless(after <= Recovery, after is { } late
                ? $"it was used again only {Seconds(late)} after it had recovered"
                : "it was not used again after it had recovered"),
        }.OfType<string>().Concat(seen.Replies.SelectMany(reply => WordCheck.Blemishes(reply.Received)).Distinct()).ToList();
        return missed.Count > 0
            ? new(Verdict.Partial, $"all {seen.Replies.Count} served, but {string.Join("; ", missed)}")
            : new(Verdict.Pass, $"all {seen.Replies.Count} served, {probes} attempts while down, back after {Seconds(after!.Value)}");
    }

    private static bool Answered(Attempt attempt) => attempt.Status == 200;
}
