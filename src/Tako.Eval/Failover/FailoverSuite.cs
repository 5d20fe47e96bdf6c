using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Tako.Eval.Failover.Client;
using Tako.Eval.Failover.Provider;
using Tako.Eval.Failover.Scenarios;

namespace Tako.Eval.Failover;

/// <summary>Measures how a gateway comes through sixteen ways in which a provider breaks, on each model API.</summary>
/// <param name="start">Starts Tako's own gateway; null where there is none, so that only a target can be measured.</param>
/// <param name="options">What to measure.</param>
public sealed class FailoverSuite(StartGateway? start, FailoverOptions options) : IEvalSuite
{
    private static readonly Surface[] Surfaces = [Surface.Chat, Surface.Responses, Surface.Messages];

    public string Name => "failover";

    public bool NeedsData => false;

    public async IAsyncEnumerable<Measure> RunAsync(EvalRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check();
        var cards = Channel.CreateUnbounded<Scorecard>(new UnboundedChannelOptions { SingleReader = true });
        var done = 0;
        var pairs = Pairs();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Task.WhenAll(pairs.Select(pair => PairAsync(pair)));
        _ = running.ContinueWith(ended => cards.Writer.TryComplete(ended.Exception?.InnerException), TaskScheduler.Default);
        try
        {
            await foreach (var card in cards.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var measure in card.Measures())
                    yield return measure;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await running.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        async Task PairAsync((Surface Client, Surface Wire) pair)
        {
            try
            {
                await cards.Writer.WriteAsync(await CardAsync(pair.Client, pair.Wire, new ScaledTime(request.Time, options.Scale),
                    () => request.Saying($"{Interlocked.Increment(ref done)} of {pairs.Count * ScenarioBook.All.Count} scenarios"),
                    stop.Token), stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }

    private void Check()
    {
        if (options.AtOnce < 1)
            throw new InvalidDataException("At least one scenario must run at a time.");
        if (options is { Target: not null, Crossed: true })
            throw new InvalidDataException("Crossed protocols need a gateway for each pair; measure a target as it is configured.");
        if (options is { Target: null, ProviderPort: not 0 } && Pairs().Count > 1)
            throw new InvalidDataException("Several gateways would share one provider's port; name one --surface, or no port.");
    }

    private List<(Surface Client, Surface Wire)> Pairs()
    {
        var clients = options.Surface is { } one ? [one] : options.Target is null ? Surfaces : [Surface.Chat];
        return [.. clients.Select(client => (client, client)), .. options.Crossed
            ? clients.SelectMany(client => Surfaces.Where(wire => wire != client).Select(wire => (client, wire)))
            : []];
    }

    private async Task<Scorecard> CardAsync(Surface surface, Surface wire, TimeProvider time, Action oneDone,
        CancellationToken cancellationToken)
    {
        await using var provider = StartProvider(time);
        var setup = new FailoverSetup { Provider = provider.Address, Wire = wire, Time = time };
        await using var gateway = await StartGatewayAsync(setup, cancellationToken);
        using var client = new GatewayClient(gateway.Address, gateway.Key, time);
        var run = new ScenarioRun(provider, client, surface, time);
        if (await run.NotLedAsync(cancellationToken) is { } why)
            throw new InvalidDataException(NotConfigured(gateway.Address, setup, why));
        var results = new (Judgement Judgement, TimeSpan Took)[ScenarioBook.All.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, results.Length, limits, async (index, token) =>
        {
            results[index] = await run.RunAsync(ScenarioBook.All[index], token);
            oneDone();
        });
        return new Scorecard(surface, wire, results);
    }

    private FaultyProvider StartProvider(TimeProvider time)
    {
        try
        {
            return FaultyProvider.Start(time, options.ProviderPort);
        }
        catch (SocketException taken)
        {
            throw new InvalidDataException(
                $"The faulty provider cannot listen on port {options.ProviderPort}: {taken.Message}. Choose another --provider-port.",
                taken);
        }
    }

    private async Task<RunningGateway> StartGatewayAsync(FailoverSetup setup, CancellationToken cancellationToken)
    {
        if (options.Target is { } target)
            return new RunningGateway(target, options.Key, static () => ValueTask.CompletedTask);
        if (start is null)
            throw new InvalidDataException("There is no gateway to start; name one that is running with --target URL.");
        return await start(setup, cancellationToken);
    }

    private string NotConfigured(Uri gateway, FailoverSetup setup, string why) =>
        $"The gateway at {gateway} led no request to the faulty provider at {setup.Provider}: {why}.\n"
        + "It needs a model for each scenario, s01 to s16, that asks sNN-primary first and sNN-fallback when that fails, both at the "
        + "provider's address, without a cache. As Tako's own gateway is told it:\n\n"
        + setup.Configuration
        + (options is { Target: not null, ProviderPort: 0 }
            ? $"\nThe port was a free one; run again with --provider-port {setup.Provider.Port} to keep it."
            : "");
}
