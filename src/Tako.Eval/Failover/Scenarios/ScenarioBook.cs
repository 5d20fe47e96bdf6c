using static Tako.Eval.Failover.Scenarios.Judge;

namespace Tako.Eval.Failover.Scenarios;

/// <summary>The sixteen scenarios, in order.</summary>
internal static class ScenarioBook
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new() { Id = "s01", Title = "429 with Retry-After: 2, once", Judged = Throttling.Once },
        new() { Id = "s02", Title = "429 for ever", Judged = Throttling.ForEver },
        new()
        {
            Id = "s03", Title = "500 once",
            Judged = seen => Served(seen, Unless(seen.Primary.Count > 1, "the same provider was not asked again")),
        },
        new() { Id = "s04", Title = "503 for ever", Judged = seen => Served(seen) },
        new() { Id = "s05", Title = "connection reset once", Judged = seen => Served(seen) },
        new()
        {
            Id = "s06", Title = "accepts, then silence for 120 s", Patience = TimeSpan.FromSeconds(100),
            Judged = seen => Served(seen,
                Unless(seen.Primary.Count <= 1, $"the silent provider was asked {seen.Primary.Count} times")),
        },
        new()
        {
            Id = "s07", Title = "first token after 20 s", Patience = TimeSpan.FromSeconds(60),
            Judged = seen => Served(seen, Within(seen, 15)),
        },
        new() { Id = "s08", Title = "cut after 40 of 60 tokens", Judged = seen => Served(seen) },
        new()
        {
            Id = "s09", Title = "stalls for 30 s after 20 tokens, then cut", Patience = TimeSpan.FromSeconds(70),
            Judged = seen => Served(seen, Within(seen, 45)),
        },
        new() { Id = "s10", Title = "one malformed chunk in the middle", Judged = seen => Served(seen) },
        new() { Id = "s11", Title = "no end mark, connection left open", Judged = seen => Served(seen, Within(seen, 8)) },
        new() { Id = "s12", Title = "400 context length exceeded", Judged = Refusals.ContextLength },
        new() { Id = "s13", Title = "400 content policy", Judged = Refusals.ContentPolicy },
        new() { Id = "s14", Title = "cut, and the fallback takes no prefill", Judged = Refusals.NoPrefill },
        new()
        {
            Id = "s15", Title = "503 for 60 s, a request every 4 s", Patience = TimeSpan.FromSeconds(30), Requests = 20,
            Every = TimeSpan.FromSeconds(4), Judged = Flapping.Judged, GoesOn = Flapping.NotYetBack, MoreRequests = 3,
        },
        new() { Id = "s16", Title = "the fallback answers: whose usage?", Judged = Accounting.Judged },
    ];

    private static string? Within(Evidence seen, int seconds) => Unless(seen.Reply.Took <= TimeSpan.FromSeconds(seconds),
        $"it took {Seconds(seen.Reply.Took)}, longer than {seconds} s");
}
