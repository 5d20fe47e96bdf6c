using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tako.Core.Caching;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Models.Caching;
using Tako.Reflexes.Policies;
using Tako.Server.Admin;
using Tako.Server.Gateway;
using Tako.Server.Hosting;
using Tako.Server.Limits;
using Tako.Server.Reflexes;
using Tako.Server.Responses;
using Tako.Server.Setup;
using Tako.Server.Telemetry;

namespace Tako.Server;

/// <summary>The gateway while it runs: the door for model calls, the door for whoever runs it, and the watch over its
/// configuration.</summary>
public sealed partial class GatewayServer : IAsyncDisposable
{
    // From the moment running calls are cancelled until their clients are cut off.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);
    private const int AdminConnections = 256;
    private readonly GatewayParts _parts;
    private readonly GatewayState _state;
    private readonly Till _till;
    private readonly IAnswerStore _answers;
    private readonly CacheInstruments _cached = new();
    private readonly GatewayTelemetry _telemetry;
    private readonly PrometheusPage _metrics = new();
    private readonly TelemetryExport? _export;
    private readonly KeyDoor _keys;
    private readonly ConfigReload _reload;
    private readonly ResponseStore _responses;
    private readonly ITimer _sweep;
    private readonly ReflexLog _reflexes;
    private readonly List<HttpDoor> _doors = [];
    private FileWatch? _watch;

    private GatewayServer(GatewayParts parts, GatewaySetup setup, Till till, IAnswerStore answers)
    {
        (_parts, _till, _answers) = (parts, till, answers);
        _state = new GatewayState(setup, next => new CachedRoute(next.Route, answers, next.Cache, _cached, parts.Time));
        _metrics.Start();
        _telemetry = new GatewayTelemetry(setup.Telemetry, parts.Time, name => _state.Current.Setup.AddressOf(name));
        _export = TelemetryExport.Start(setup.Telemetry);
        if (_export is not null)
            parts.Logs.AddProvider(_export.Logs);
        _keys = new KeyDoor(till.Keys, parts.Time);
        _reload = new ConfigReload(_state, till, parts.Read, parts.Time, parts.Logs.CreateLogger("gateway.config"));
        _reflexes = new ReflexLog(parts.Ledger, Tenant.Local, parts.Ids.NewShort("p"), parts.Time);
        _responses = new ResponseStore(parts.Ledger, parts.Blobs, Tenant.Local, parts.Time);
        _sweep = parts.Time.CreateTimer(_ => _ = SweepAsync(), null, TimeSpan.Zero, BetweenSweeps);
    }

    /// <summary>Where model calls are taken.</summary>
    public IReadOnlyList<Uri> Addresses => _doors[0].Addresses;

    /// <summary>Where health, configuration and metrics are shown.</summary>
    public IReadOnlyList<Uri> AdminAddresses => _doors[1].Addresses;

    /// <summary>The models that clients can name.</summary>
    public IReadOnlyList<string> Models => [.. _state.Current.Setup.Models.Select(model => model.Name)];

    /// <summary>Whether calls need a virtual key.</summary>
    public bool NeedsKeys => _keys.Demands(_state.Current.Setup.Config);

    /// <summary>Reads the set-up and begins to listen.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read.</exception>
    public static async Task<GatewayStart> StartAsync(GatewayParts parts, CancellationToken cancellationToken = default)
    {
        var read = parts.Read();
        if (read is Parsed<GatewaySetup>.Faulty faulty)
            return new GatewayStart.Faulty(faulty.Faults);
        var setup = ((Parsed<GatewaySetup>.Ok)read).Value;
        if (setup.Models.Count == 0)
        {
            setup.Owned?.Dispose();
            return new GatewayStart.NoModel("There is no model to serve. Set OPENAI_API_KEY or ANTHROPIC_API_KEY, "
                + "run a local server and set "
                + $"OLLAMA_HOST, or name a provider and a model in {parts.ConfigFile ?? "the configuration file"}.");
        }

        var till = await Till.OpenAsync(new TillParts
        {
            Ledger = parts.Ledger,
            Tenant = Tenant.Local,
            Ids = parts.Ids,
            Chance = parts.Chance,
            Time = parts.Time,
            Config = setup.Money,
        }, cancellationToken);
        var answers = parts.OpenAnswers is { } open
            ? await open(setup.Cache, cancellationToken)
            : new MemoryAnswers(setup.Cache.MaxBytes, parts.Time);
        var server = new GatewayServer(parts, setup, till, answers);
        try
        {
            await server.OpenAsync(setup.Config, cancellationToken);
            Listening(parts.Logs.CreateLogger("gateway"), string.Join(", ", server.Addresses), string.Join(", ", server.AdminAddresses));
            return new GatewayStart.Started(server);
        }
        catch (Exception wrong) when (wrong is IOException or SocketException)
        {
            await server.DisposeAsync();
            return new GatewayStart.NotListening(wrong.Message);
        }
    }

    /// <summary>Reads the configuration again, as after a change of its file.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken = default) => _reload.RunAsync(cancellationToken);

    /// <summary>
    /// Ends well: is no longer ready, takes no new connection, lets running calls go on for the time that the configuration
    /// allows, then cancels them with a word to their clients. A cancelled token ends it at once.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        _state.Drain();
        var drain = _state.Current.Setup.Config.Drain;
        using var patience = new CancellationTokenSource(drain, _parts.Time);
        using var words = new CancellationTokenSource(drain + LastWords, _parts.Time);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(words.Token, cancellationToken);
        await using var cancel = patience.Token.Register(() => _ = _state.StopWaitingAsync());
        await _doors[0].CloseAsync(cut.Token);
        await _doors[1].CloseAsync(cut.Token);
    }

    /// <summary>Lets go of everything; what was settled is written first.</summary>
    public async ValueTask DisposeAsync()
    {
        _watch?.Dispose();
        await _sweep.DisposeAsync();
        foreach (var door in _doors)
            await door.DisposeAsync();
        await _state.StopWaitingAsync();
        await _state.IdleAsync(LastWords, _parts.Time);
        await _reflexes.DisposeAsync();
        await _till.DisposeAsync();
        await _answers.DisposeAsync();
        _reload.Dispose();
        _state.Dispose();
        _cached.Dispose();
        _telemetry.Dispose();
        _export?.Dispose();
        _metrics.Dispose();
    }

    private async Task OpenAsync(GatewayConfig config, CancellationToken cancellationToken)
    {
        var responses = new ResponsesEndpoint(_responses, _keys, _state);
        var calls = new CallEndpoint(new CallParts
        {
            State = _state,
            Keys = _keys,
            Admission = _till.Admission,
            Responses = responses,
            Telemetry = _telemetry,
            Reflexes = _reflexes,
            Ids = _parts.Ids,
            Time = _parts.Time,
            Log = _parts.Logs.CreateLogger("gateway"),
        });
        await OpenAsync(new DoorOptions
        {
            Listen = config.Listen,
            HeaderLimit = config.HeaderLimit,
            Connections = 2 * config.Streams,
        }, new GatewayDesk(_state, _keys, calls, responses, _metrics).HandleAsync);
        await OpenAsync(new DoorOptions
        {
            Listen = [config.Admin.Listen],
            HeaderLimit = config.HeaderLimit,
            Connections = AdminConnections,
        }, new AdminDesk(_state, _reload, new HealthPage(_state, _till), new KeysPage(_till),
            new SpendPages(_parts.Ledger, _till, _parts.Time), _metrics).HandleAsync);
        if (_parts.ConfigFile is { } file && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
        {
            _watch = new FileWatch(file, () => NamedPolicy.FileOf(_state.Current.Setup.Config.ReflexPolicy, file), _parts.Time,
                () => _ = _reload.RunAsync(CancellationToken.None));
        }

        async Task OpenAsync(DoorOptions options, RequestDelegate desk) =>
            _doors.Add(await HttpDoor.OpenAsync(options, new Guarded(desk, _parts.Logs.CreateLogger("gateway")).HandleAsync, _parts.Logs,
                cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "listens on {Addresses}, for whoever runs it on {AdminAddresses}")]
    private static partial void Listening(ILogger log, string addresses, string adminAddresses);

    // A ledger that cannot be written now is tried again at the next time.
    private async Task SweepAsync()
    {
        try
        {
            await _responses.SweepAsync(CancellationToken.None);
        }
        catch (LedgerUnavailableException)
        {
        }
    }
}
