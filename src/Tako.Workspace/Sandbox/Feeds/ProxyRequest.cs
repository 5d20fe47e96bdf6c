using System.Text;

namespace Tako.Workspace.Sandbox.Feeds;

/// <summary>What a client asks a proxy for, and the bytes to send on to the server.</summary>
internal sealed record ProxyRequest(string Host, int Port, bool IsTunnel, ReadOnlyMemory<byte> Forward)
{
    private const int MaxHead = 64 << 10;
    private static readonly string[] OwnHeaders = ["proxy-connection:", "proxy-authorization:", "connection:", "keep-alive:"];

    /// <summary>Reads one request's head; null when it is not one for a proxy.</summary>
    public static async Task<ProxyRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxHead];
        var count = 0;
        while (true)
        {
            var end = buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return Parse(Encoding.Latin1.GetString(buffer, 0, end), buffer.AsMemory(end + 4, count - end - 4));
            if (count == buffer.Length)
                return null;
            var read = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken);
            if (read == 0)
                return null;
            count += read;
        }
    }

    internal static ProxyRequest? Parse(string head, ReadOnlyMemory<byte> rest)
    {
        var lines = head.Split("\r\n");
        var parts = lines[0].Split(' ');
        if (parts is not [var method, var target, var version] || !version.StartsWith("HTTP/1.", StringComparison.Ordinal))
            return null;
        if (method == "CONNECT")
        {
            return Uri.TryCreate($"tunnel://{target}", UriKind.Absolute, out var to) && to.Port > 0 && to.Host.Length > 0
                && to.AbsolutePath is "/" or "" && to.UserInfo.Length == 0
                ? new ProxyRequest(to.Host, to.Port, IsTunnel: true, rest)
                : null;
        }

        if (!Uri.TryCreate(target, UriKind.Absolute, out var uri) || uri.Scheme != "http" || uri.Host.Length == 0)
            return null;
        // One request a connection: the next one on it could be meant for another host.
        var forward = new StringBuilder().Append($"{method} {uri.PathAndQuery} {version}\r\n");
        foreach (var line in lines.Skip(1).Where(line => !OwnHeaders.Any(own => line.StartsWith(own, StringComparison.OrdinalIgnoreCase))))
            forward.Append(line).Append("\r\n");
        forward.Append("Connection: close\r\n\r\n");
        return new ProxyRequest(uri.Host, uri.Port, IsTunnel: false,
            (byte[])[.. Encoding.Latin1.GetBytes(forward.ToString()), .. rest.Span]);
    }
}
