using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tako.Workspace.Sandbox.Feeds;

/// <summary>
/// The only way out of a preparing run: an HTTP proxy on a socket that listens inside the run's network namespace and is
/// served from here. It connects to the named hosts and refuses, and remembers, every other.
/// </summary>
internal sealed class FeedProxy(Socket listener, IReadOnlyList<string> hosts) : IAsyncDisposable
{
    private const int MaxConnections = 128;
    private const int MaxRemembered = 100;

    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _room = new(MaxConnections);
    private readonly ConcurrentDictionary<string, bool> _denied = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _reached = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Task, bool> _open = new();
    private Task _accepting = Task.CompletedTask;

    public IReadOnlyList<string> Denied => [.. _denied.Keys.Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Reached => [.. _reached.Keys.Order(StringComparer.Ordinal)];

    public void Start() => _accepting = AcceptAsync(_end.Token);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        listener.Dispose();
        await Task.WhenAll([_accepting, .. _open.Keys]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _room.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await _room.WaitAsync(cancellationToken);
            Socket client;
            try
            {
                client = await listener.AcceptAsync(cancellationToken);
            }
            catch (Exception wrong) when (wrong is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }

            var serving = ServeAsync(client, cancellationToken);
            _open[serving] = true;
            _ = serving.ContinueWith(done => _open.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            if (await ProxyRequest.ReadAsync(stream, cancellationToken) is not { } request)
            {
                await AnswerAsync(stream, "400 Bad Request", "Tako's proxy understands HTTP requests and CONNECT only.", cancellationToken);
                return;
            }

            if (!FeedRule.Allows(hosts, request.Host, request.Port))
            {
                Remember(_denied, $"{request.Host}:{request.Port}");
                await AnswerAsync(stream, "403 Forbidden",
                    $"Tako allows this run only {string.Join(", ", hosts)}; {request.Host}:{request.Port} is " +
                    "not among them.", cancellationToken);
                return;
            }

            await ConnectAsync(stream, request, cancellationToken);
        }
        catch (Exception wrong) when (wrong is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One connection broke off, on either side; the tool inside sees its own end of it.
        }
        finally
        {
            if (!_end.IsCancellationRequested)
                _room.Release();
        }
    }

    private async Task ConnectAsync(NetworkStream client, ProxyRequest request, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(request.Host, request.Port), cancellationToken);
        }
        catch (SocketException wrong)
        {
            await AnswerAsync(client, "502 Bad Gateway",
                $"{request.Host}:{request.Port} cannot be reached: {wrong.SocketErrorCode}.", cancellationToken);
            return;
        }

        Remember(_reached, $"{request.Host}:{request.Port}");
        await using var server = new NetworkStream(socket, ownsSocket: false);
        if (request.IsTunnel)
            await client.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), cancellationToken);
        await server.WriteAsync(request.Forward, cancellationToken);
        var back = CopyAsync(server, client, null, cancellationToken);
        var forth = CopyAsync(client, server, socket, cancellationToken);
        await back;
        client.Socket.Shutdown(SocketShutdown.Both);
        await forth.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CopyAsync(Stream from, Stream to, Socket? shut, CancellationToken cancellationToken)
    {
        await from.CopyToAsync(to, cancellationToken);
        shut?.Shutdown(SocketShutdown.Send);
    }

    private static Task AnswerAsync(Stream stream, string status, string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\n" +
                $"Content-Length: {Encoding.UTF8.GetByteCount(text)}\r\nConnection: close\r\n\r\n{text}"),
            cancellationToken).AsTask();

    private static void Remember(ConcurrentDictionary<string, bool> list, string host)
    {
        if (list.Count < MaxRemembered)
            list[host] = true;
    }
}
