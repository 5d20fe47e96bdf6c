using System.Net.Sockets;
using System.Text;

namespace Tako.Server.Tests.Kit;

/// <summary>A client that sends bytes as it likes and sees those that come back.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly StringBuilder _received = new();

    public Socket Socket => _client.Client;

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var client = new RawClient();
        client._client.NoDelay = true;
        await client._client.ConnectAsync(address.Host, address.Port, client._limit.Token);
        return client;
    }

    public Task PostAsync(string path, string body, string headers = "") => SendAsync(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{headers}"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes, _limit.Token);

    /// <summary>All that came so far, once it ends in this text.</summary>
    public async Task<string> UntilAsync(string end)
    {
        var buffer = new byte[4096];
        while (!_received.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await _client.GetStream().ReadAsync(buffer, _limit.Token);
            if (read == 0)
                throw new EndOfStreamException($"The connection ended after: {_received}");
            _received.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return _received.ToString();
    }

    /// <summary>All that comes until the connection ends.</summary>
    public async Task<string> ToEndAsync()
    {
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await _client.GetStream().ReadAsync(buffer, _limit.Token)) > 0)
                _received.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Reset: what came before counts.
        }

        return _received.ToString();
    }

    public void Dispose()
    {
        _client.Dispose();
        _limit.Dispose();
    }
}
