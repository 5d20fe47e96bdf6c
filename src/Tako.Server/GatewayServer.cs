using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tako.Core.Faults;
using Tako.Server.Admin;
using Tako.Server.Config;
using Tako.Server.Gateway;
using Tako.Server.Hosting;

namespace Tako.Server;

/// <summary>The gateway while it runs: the door for model calls, the door for whoever runs it, and the watch over its
/// configuration.</summary>
public sealed class GatewayServer : IAsyncDisposable
{
    // From the moment running calls are cancelled until their clients are cut off.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private const int AdminConnections = 256;
    private readonly GatewayParts _parts;
    private readonly GatewayState _state;
    private readonly ConfigReload _reload;
    private readonly FileWatch? _watch;
    private readonly List<HttpDoor> _doors = [];

    private GatewayServer(GatewayParts parts, GatewaySetup setup)
    {
        _parts = parts;
        _state = new GatewayState(setup);
        _reload = new ConfigReload(_state, parts.Read, parts.Time, parts.Logs.CreateLogger("gateway.config"));
        if (parts.ConfigFile is { } file && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            _watch = new FileWatch(file, parts.Time, () => _ = _reload.RunAsync(CancellationToken.None));
    }

    /// <summary>Where model calls are taken.</summary>
    public IReadOnlyList<Uri> Addresses => _doors[0].Addresses;

    /// <summary>Where health, configuration and metrics are shown.</summary>
    public IReadOnlyList<Uri> AdminAddresses => _doors[1].Addresses;

    /// <summary>Reads the set-up and begins to listen.</summary>
    public static async Task<GatewayStart> StartAsync(GatewayParts parts, CancellationToken cancellationToken = default)
    {
        var read = parts.Read();
        if (read is Parsed<GatewaySetup>.Faulty faulty)
            return new GatewayStart.Faulty(faulty.Faults);
        var setup = ((Parsed<GatewaySetup>.Ok)read).Value;
        var server = new GatewayServer(parts, setup);
        try
        {
            await server.OpenAsync(setup.Config, cancellationToken);
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

    public async ValueTask DisposeAsync()
    {
        _watch?.Dispose();
        foreach (var door in _doors)
            await door.DisposeAsync();
        _reload.Dispose();
        _state.Dispose();
    }

    private async Task OpenAsync(GatewayConfig config, CancellationToken cancellationToken)
    {
        var calls = new CallEndpoint(_state, _parts.Ids, _parts.Time, _parts.Logs.CreateLogger("gateway"));
        await OpenAsync(new DoorOptions
        {
            Listen = config.Listen,
            HeaderLimit = config.HeaderLimit,
            Connections = 2 * config.Streams,
        }, new GatewayDesk(_state, calls).HandleAsync);
        await OpenAsync(new DoorOptions
        {
            Listen = [config.Admin.Listen],
            HeaderLimit = config.HeaderLimit,
            Connections = AdminConnections,
        }, new AdminDesk(_state, _reload).HandleAsync);

        async Task OpenAsync(DoorOptions options, RequestDelegate desk) =>
            _doors.Add(await HttpDoor.OpenAsync(options, desk, _parts.Logs, cancellationToken));
    }
}
