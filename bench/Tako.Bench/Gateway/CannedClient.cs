using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tako.Bench.Gateway;

/// <summary>Sends one request again and again over one connection.</summary>
internal sealed class CannedClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _end;

    public CannedClient(Uri address, bool stream)
    {
        _socket.Connect(IPAddress.Loopback, address.Port);
        var words = new string('x', 900);
        var body = $$"""{"model":"fast","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{words}}"}]}""";
        _request = Encoding.ASCII.GetBytes("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
            + $"Content-Type: application/json\r\nAuthorization: Bearer any\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        _end = Encoding.ASCII.GetBytes(stream ? "\r\n0\r\n\r\n" : "\"canned\":true}");
    }

    public async ValueTask AskAsync()
    {
        await _socket.SendAsync(_request);
        var length = 0;
        while (_buffer.AsSpan(0, length).IndexOf(_end) < 0)
            length += await _socket.ReceiveAsync(_buffer.AsMemory(length));
    }

    public void Dispose() => _socket.Dispose();
}
