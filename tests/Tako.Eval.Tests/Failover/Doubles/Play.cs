using Tako.Eval.Failover;
using Tako.Eval.Failover.Client;
using Tako.Eval.Failover.Provider;
using Tako.Eval.Failover.Scenarios;

namespace Tako.Eval.Tests.Failover.Doubles;

/// <summary>Plays scenarios on a double, with clocks that run fast.</summary>
internal static class Play
{
    public static async Task<Judgement> OneAsync(string scenario, Surface surface, Func<Exchange, CancellationToken, Task> gateway,
        Surface? wire = null)
    {
        var time = new ScaledTime(TimeProvider.System, Clocked.Scale);
        await using var provider = FaultyProvider.Start(time);
        await using var running = await DoubleGateway.Starting(gateway)(
            new FailoverSetup { Provider = provider.Address, Wire = wire ?? surface, Time = time }, TestContext.Current.CancellationToken);
        using var client = new GatewayClient(running.Address, running.Key, time);
        var (judgement, _) = await new ScenarioRun(provider, client, surface, time)
            .RunAsync(ScenarioBook.All.Single(known => known.Id == scenario), TestContext.Current.CancellationToken);
        return judgement;
    }

    public static async Task<IReadOnlyList<Measure>> AllAsync(StartGateway? start, FailoverOptions options)
    {
        var suite = new FailoverSuite(start, options with { Scale = Clocked.Scale });
        var measures = new List<Measure>();
        await foreach (var measure in suite.RunAsync(new EvalRequest { StateFolder = Path.GetTempPath() },
            TestContext.Current.CancellationToken))
            measures.Add(measure);
        return measures;
    }
}
