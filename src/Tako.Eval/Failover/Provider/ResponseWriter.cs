using System.Net.Sockets;
using System.Text;

namespace Tako.Eval.Failover.Provider;

/// <summary>Writes one HTTP/1.1 response after the other, or breaks off on purpose.</summary>
internal sealed class ResponseWriter(Socket socket, Stream stream, TimeProvider time)
{
    private static readonly TimeSpan WatchedWait = TimeSpan.FromSeconds(1);

    /// <summary>No further request can be answered on this connection.</summary>
    public bool Broken { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public ValueTask WholeAsync(int status, string mediaType, ReadOnlyMemory<byte> body, string headers,
        CancellationToken cancellationToken)
    {
        var head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} {Phrase(status)}\r\nContent-Type: {mediaType}\r\nContent-Length: {body.Length}\r\n{headers}\r\n");
        return stream.WriteAsync((byte[])[.. head, .. body.Span], cancellationToken);
    }

    /// <summary>The head of a response that comes in chunks.</summary>
    public ValueTask BeginAsync(string mediaType, CancellationToken cancellationToken) => stream.WriteAsync(Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: {mediaType}\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n"),
        cancellationToken);

    public ValueTask ChunkAsync(string text, CancellationToken cancellationToken)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        return stream.WriteAsync(Encoding.UTF8.GetBytes($"{length:x}\r\n{text}\r\n"), cancellationToken);
    }

    /// <summary>Half of a chunk, and the end of the connection.</summary>
    public async ValueTask CutAsync(string text, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text[..(text.Length / 2)]}"),
            cancellationToken);
        Close();
    }

    /// <summary>Half of what was announced, and the end of the connection.</summary>
    public async ValueTask CutWholeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), cancellationToken);
        await stream.WriteAsync(body[..(body.Length / 2)], cancellationToken);
        Close();
    }

    public ValueTask EndAsync(CancellationToken cancellationToken) => stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);

    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        Broken = true;
    }

    /// <summary>Ends the connection in good order: what was written still arrives.</summary>
    public void Close()
    {
        socket.Shutdown(SocketShutdown.Send);
        Broken = true;
    }

    /// <summary>Waits, and notices in a long wait when the other side leaves.</summary>
    /// <exception cref="IOException">The other side left.</exception>
    public async ValueTask WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait <= TimeSpan.Zero)
            return;
        if (wait < WatchedWait)
        {
            await Task.Delay(wait, time, cancellationToken);
            return;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(wait, time, both.Token);
        var heard = HeardAsync(both.Token);
        var isOver = await Task.WhenAny(delay, heard) == delay;
        if (!isOver && socket.Available == 0)
        {
            await both.CancelAsync();
            throw new IOException("The client left.");
        }

        await delay;
        await both.CancelAsync();
        await heard;
    }

    // Completes when there is something to read, or nothing will ever be.
    private async Task HeardAsync(CancellationToken cancellationToken)
    {
        try
        {
            await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The wait is over, or the connection was reset.
        }
    }

    private static string Phrase(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Error",
    };
}
