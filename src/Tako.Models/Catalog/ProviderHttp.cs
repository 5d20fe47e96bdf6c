using System.Net.Sockets;

namespace Tako.Models.Catalog;

/// <summary>Opens the connections to providers.</summary>
internal static class ProviderHttp
{
    // Resolving a name and agreeing on secrets come on top of the connection itself.
    private static readonly TimeSpan Secrets = TimeSpan.FromSeconds(10);

    public static HttpMessageInvoker Open(TimeSpan connect, TimeProvider time) => new(new SocketsHttpHandler
    {
        // A redirect would carry the key to somewhere else.
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy or a trace header would tell others of the call.
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = connect + Secrets,
        EnableMultipleHttp2Connections = true,
        // What an abandoned answer still sends is not waited for; the end of a whole one is there at once.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
        ConnectCallback = async (context, cancellationToken) =>
        {
            using var limit = new CancellationTokenSource(connect, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, both.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                socket.Dispose();
                throw new IOException($"No connection stood within {connect}.");
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    });
}
