using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Server;

namespace Tako.Bench.Gateway;

/// <summary>
/// One request straight at a provider and the same through the gateway. Client and provider allocate nothing, so that what the second
/// allocates is the gateway's, with its own HTTP client.
/// </summary>
[MemoryDiagnoser]
public class PassThrough
{
    private const string Yaml = "models: { fast: { provider: up } }\ncache: { enabled: false }\n"
        + "gateway: { listen: \"127.0.0.1:0\", admin: { listen: \"127.0.0.1:0\" }, log: { requests: false } }\n";
    private CannedUpstream? _upstream;
    private GatewayServer? _server;
    private CannedClient? _straight;
    private CannedClient? _through;

    [Params(false, true)]
    public bool Streamed { get; set; }

    [GlobalSetup]
    public void Start() => StartAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Stop() => StopAsync().GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public void Straight() => _straight!.AskAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark]
    public void Through() => _through!.AskAsync().AsTask().GetAwaiter().GetResult();

    private async Task StartAsync()
    {
        _upstream = new CannedUpstream();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file,
            $"providers: {{ up: {{ kind: compatible, baseAddress: \"{_upstream.Address}v1\", key: k }} }}\n{Yaml}");
        var ledger = new MemoryLedger(TimeProvider.System);
        var source = new GatewaySource { File = file, Environment = new Dictionary<string, string>(), Random = new Random(1) };
        var start = await GatewayServer.StartAsync(new GatewayParts
        {
            Read = source.Read,
            Ledger = ledger,
            Blobs = ledger,
            Logs = NullLoggerFactory.Instance,
            Ids = new IdSource(TimeProvider.System, new Random(2)),
            Chance = new Random(3),
        });
        File.Delete(file);
        _server = ((GatewayStart.Started)start).Server;
        _straight = new CannedClient(_upstream.Address, Streamed);
        _through = new CannedClient(_server.Addresses[0], Streamed);
    }

    private async Task StopAsync()
    {
        _straight!.Dispose();
        _through!.Dispose();
        await _server!.DisposeAsync();
        _upstream!.Dispose();
    }
}
