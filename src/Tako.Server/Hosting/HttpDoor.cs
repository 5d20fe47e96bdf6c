using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tako.Server.Hosting;

/// <summary>
/// Addresses that take HTTP requests and give them to one delegate: Kestrel without a host, a container or middleware, since
/// a request needs none of them.
/// </summary>
internal sealed class HttpDoor : IAsyncDisposable
{
    private readonly KestrelServer _server;

    private HttpDoor(KestrelServer server) => _server = server;

    /// <summary>Where it really listens, with the ports that were free.</summary>
    public IReadOnlyList<Uri> Addresses { get; private init; } = [];

    /// <exception cref="IOException">An address is in use or is not this machine's.</exception>
    public static async Task<HttpDoor> OpenAsync(DoorOptions options, RequestDelegate handler, ILoggerFactory logs,
        CancellationToken cancellationToken)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestHeadersTotalSize = options.HeaderLimit;
        kestrel.Limits.MaxRequestLineSize = Math.Min(options.HeaderLimit, kestrel.Limits.MaxRequestLineSize);
        kestrel.Limits.MaxConcurrentConnections = options.Connections;
        foreach (var at in options.Listen)
            kestrel.Listen(at);
        // A request follows its connection at once: to wait for its first byte without a buffer would only cost another call.
        var sockets = new SocketTransportOptions { WaitForDataBeforeAllocatingBuffer = false };
        var transport = new SocketTransportFactory(Options.Create(sockets), logs);
        var server = new KestrelServer(Options.Create(kestrel), transport, logs);
        try
        {
            await server.StartAsync(new DelegateApplication(handler), cancellationToken);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        var addresses = server.Features.Get<IServerAddressesFeature>()!.Addresses;
        return new HttpDoor(server) { Addresses = [.. addresses.Select(address => new Uri(address))] };
    }

    /// <summary>Takes no new connections and waits for the requests that run; once the token is cancelled they are cut.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Where a door listens and what it lets through.</summary>
internal sealed record DoorOptions
{
    public required IReadOnlyList<IPEndPoint> Listen { get; init; }

    public required int HeaderLimit { get; init; }

    public required int Connections { get; init; }
}
