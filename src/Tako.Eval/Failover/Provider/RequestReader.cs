using System.Globalization;
using System.Text;

namespace Tako.Eval.Failover.Provider;

/// <summary>Reads HTTP/1.1 requests from a connection, one after the other (RFC 9112).</summary>
internal sealed class RequestReader(Stream stream)
{
    private const int MostHeadBytes = 64 * 1024;
    private const int MostBodyBytes = 256 * 1024 * 1024;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Null at the end of the connection.</summary>
    /// <exception cref="InvalidDataException">What came is no request.</exception>
    public async ValueTask<HttpRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await LineAsync(cancellationToken) is not { } first)
            return null;
        if (first.Split(' ') is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"])
            throw new InvalidDataException("no request line");
        var headers = await HeadersAsync(cancellationToken);
        if (headers.TryGetValue("Expect", out var expect) && expect.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        return new HttpRequest
        {
            Method = method,
            Path = target.Split('?')[0],
            Headers = headers,
            Body = await BodyAsync(headers, cancellationToken),
        };
    }

    private async ValueTask<Dictionary<string, string>> HeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var room = MostHeadBytes;
        while (await LineAsync(cancellationToken) is { Length: > 0 } line)
        {
            if ((room -= line.Length) < 0 || line.IndexOf(':') is not (> 0 and var colon))
                throw new InvalidDataException("no header");
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return headers;
    }

    private async ValueTask<ReadOnlyMemory<byte>> BodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (headers.TryGetValue("Transfer-Encoding", out var coding))
        {
            return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? await ChunksAsync(cancellationToken)
                : throw new InvalidDataException("unknown transfer coding");
        }

        if (!headers.TryGetValue("Content-Length", out var written))
            return default;
        if (!int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > MostBodyBytes)
            throw new InvalidDataException("no length of a body");
        return await BytesAsync(length, cancellationToken);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ChunksAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = await LineAsync(cancellationToken) ?? throw new InvalidDataException("the body breaks off");
            if (!int.TryParse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length)
                || length < 0 || body.Length + length > MostBodyBytes)
                throw new InvalidDataException("no length of a chunk");
            if (length == 0)
                break;
            body.Write(await BytesAsync(length, cancellationToken));
            await LineAsync(cancellationToken);
        }

        while (await LineAsync(cancellationToken) is { Length: > 0 })
        {
            // Trailers are of no interest.
        }

        return body.ToArray();
    }

    private async ValueTask<string?> LineAsync(CancellationToken cancellationToken)
    {
        var seen = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, seen + at).TrimEnd('\r');
                _start += seen + at + 1;
                return line;
            }

            seen = _end - _start;
            if (seen > MostHeadBytes)
                throw new InvalidDataException("an endless line");
            if (!await FillAsync(cancellationToken))
                return seen == 0 ? null : throw new InvalidDataException("the request breaks off");
        }
    }

    private async ValueTask<byte[]> BytesAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        var ready = Math.Min(count, _end - _start);
        _buffer.AsSpan(_start, ready).CopyTo(bytes);
        _start += ready;
        try
        {
            await stream.ReadExactlyAsync(bytes.AsMemory(ready), cancellationToken);
        }
        catch (EndOfStreamException ended)
        {
            throw new InvalidDataException("the body breaks off", ended);
        }

        return bytes;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
