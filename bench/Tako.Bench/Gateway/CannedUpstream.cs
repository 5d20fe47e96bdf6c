using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tako.Bench.Gateway;

/// <summary>Answers every request on a connection with the same bytes.</summary>
internal sealed class CannedUpstream : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public CannedUpstream()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    private static byte[] Whole { get; } = Http("application/json", "Content-Length",
        """{"id":"c","object":"chat.completion","created":1,"model":"fast","choices":[{"index":0,"finish_reason":"stop","""
        + """ "message":{"role":"assistant","content":"hello"}}],"""
        + """ "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4},"canned":true}""");

    private static byte[] Stream { get; } = Events();

    public void Dispose() => _listener.Dispose();

    private static byte[] Http(string type, string length, string body) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n{length}: {body.Length}\r\n\r\n{body}");

    private static byte[] Events()
    {
        var text = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var frame = 0; frame < 12; frame++)
        {
            var (delta, finish) = frame < 10 ? ("\"content\":\"word \"", "null") : ("", "\"stop\"");
            var data = frame == 11 ? "data: [DONE]\n\n"
                : "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"fast\","
                    + $"\"choices\":[{{\"index\":0,\"delta\":{{{delta}}},\"finish_reason\":{finish}}}]}}\n\n";
            text.Append($"{data.Length:x}\r\n{data}\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("0\r\n\r\n").ToString());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _listener.AcceptAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
        }
    }

    private static async Task AnswerAsync(Socket socket)
    {
        socket.NoDelay = true;
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            var length = 0;
            while ((read = await socket.ReceiveAsync(buffer.AsMemory(length))) > 0)
            {
                length += read;
                // The bench's bodies end in this.
                if (!buffer.AsSpan(0, length).EndsWith("\"}]}"u8))
                    continue;
                await socket.SendAsync(buffer.AsSpan(0, length).IndexOf("\"stream\":true"u8) >= 0 ? Stream : Whole);
                length = 0;
            }
        }
        catch (SocketException)
        {
        }
    }
}
