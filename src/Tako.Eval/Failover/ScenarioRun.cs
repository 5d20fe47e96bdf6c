using Tako.Eval.Failover.Client;
using Tako.Eval.Failover.Provider;
using Tako.Eval.Failover.Scenarios;

namespace Tako.Eval.Failover;

/// <summary>Runs scenarios against one gateway: sends the requests, gathers what both sides saw, and has it judged.</summary>
internal sealed class ScenarioRun(FaultyProvider provider, GatewayClient client, Surface surface, TimeProvider time)
{
    private readonly string _run = time.GetUtcNow().Ticks.ToString("x", null);

    public async Task<(Judgement Judgement, TimeSpan Took)> RunAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var start = provider.Now;
        var asked = new List<Task<(TimeSpan At, Received Received)>>();
        for (var number = 0; number < scenario.Requests; number++)
            asked.Add(AskAsync(scenario, number, start, cancellationToken));
        var replies = (await Task.WhenAll(asked)).ToList();
        var seen = Seen(scenario, start, replies);
        for (var more = 0; more < scenario.MoreRequests && scenario.GoesOn(seen); more++)
        {
            replies.Add(await AskAsync(scenario, replies.Count, start, cancellationToken));
            seen = Seen(scenario, start, replies);
        }

        return (scenario.Judged(seen), provider.Now - start);
    }

    /// <summary>Whether the gateway leads requests to the provider, and what it answered if it does not.</summary>
    public async Task<string?> NotLedAsync(CancellationToken cancellationToken)
    {
        // A refused content is no sign of ill health: it leaves no trace in the gateway's breakers.
        var probe = ScenarioBook.All.Single(scenario => scenario.Id == "s13");
        var reply = await client.AskAsync(surface, probe.Id, Prompt(probe, 0), TimeSpan.FromSeconds(10), cancellationToken);
        if (provider.Attempts.Count > 0)
        {
            provider.Reset();
            return null;
        }

        return reply switch
        {
            { Ending: Ending.Hanging } => "it did not answer",
            { Status: 0 } => "nothing answers there",
            _ => $"it answered with status {reply.Status}{(reply.Error is { } error ? $": {error}" : "")}",
        };
    }

    private async Task<(TimeSpan At, Received Received)> AskAsync(Scenario scenario, int number, TimeSpan start,
        CancellationToken cancellationToken)
    {
        if (start + scenario.Every * number - provider.Now is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
        var at = provider.Now - start;
        return (at, await client.AskAsync(surface, scenario.Id, Prompt(scenario, number), scenario.Patience, cancellationToken));
    }

    // No two prompts are alike, so that no cache can answer.
    private string Prompt(Scenario scenario, int number) =>
        $"Tell in exactly sixty words how an octopus lives. ({scenario.Id}, {surface}, {number}, {_run})";

    private Evidence Seen(Scenario scenario, TimeSpan start, IReadOnlyList<(TimeSpan, Received)> replies)
    {
        var attempts = provider.Attempts.Where(attempt => attempt.Scenario == scenario.Id)
            .Select(attempt => attempt with { At = attempt.At - start }).ToList();
        return new Evidence
        {
            Replies = replies,
            Primary = [.. attempts.Where(attempt => ScenarioModels.IsPrimary(attempt.Model))],
            Fallback = [.. attempts.Where(attempt => !ScenarioModels.IsPrimary(attempt.Model))],
        };
    }
}
