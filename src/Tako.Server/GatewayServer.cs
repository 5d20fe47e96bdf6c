using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Tako.Core.Faults;
using Tako.Server.Gateway;
using Tako.Server.Hosting;

namespace Tako.Server;

/// <summary>The gateway while it runs.</summary>
public sealed class GatewayServer : IAsyncDisposable
{
    private readonly GatewayState _state;
    private readonly HttpDoor _door;

    private GatewayServer(GatewayState state, HttpDoor door) => (_state, _door) = (state, door);

    /// <summary>Where model calls are taken.</summary>
    public IReadOnlyList<Uri> Addresses => _door.Addresses;

    /// <summary>Reads the set-up and begins to listen.</summary>
    public static async Task<GatewayStart> StartAsync(GatewayParts parts, CancellationToken cancellationToken = default)
    {
        var read = parts.Read();
        if (read is Parsed<GatewaySetup>.Faulty faulty)
            return new GatewayStart.Faulty(faulty.Faults);
        var setup = ((Parsed<GatewaySetup>.Ok)read).Value;
        var state = new GatewayState(setup);
        var calls = new CallEndpoint(state, parts.Ids, parts.Time, parts.Logs.CreateLogger("gateway"));
        var desk = new GatewayDesk(state, calls);
        try
        {
            var door = await HttpDoor.OpenAsync(new DoorOptions
            {
                Listen = setup.Config.Listen,
                BodyLimit = setup.Config.BodyLimit,
                HeaderLimit = setup.Config.HeaderLimit,
                Connections = setup.Config.Streams * 2,
            }, desk.HandleAsync, parts.Logs, cancellationToken);
            return new GatewayStart.Started(new GatewayServer(state, door));
        }
        catch (Exception wrong) when (wrong is IOException or SocketException)
        {
            state.Dispose();
            return new GatewayStart.NotListening(wrong.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        _state.Dispose();
    }
}

/// <summary>What became of starting a gateway.</summary>
public abstract record GatewayStart
{
    private GatewayStart() { }

    public sealed record Started(GatewayServer Server) : GatewayStart;

    /// <summary>The configuration has faults.</summary>
    public sealed record Faulty(IReadOnlyList<Fault> Faults) : GatewayStart;

    /// <summary>An address is in use, or not this machine's.</summary>
    public sealed record NotListening(string Why) : GatewayStart;
}
