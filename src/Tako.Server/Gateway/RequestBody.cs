using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Tako.Server.Gateway;

/// <summary>A request's body in a pooled buffer, up to a limit.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstBytes = 4096;
    private byte[] _buffer = [];
    private int _length;

    private ReadOnlyMemory<byte>? _instead;

    public ReadOnlyMemory<byte> Bytes => _instead ?? _buffer.AsMemory(0, _length);

    /// <summary>From now on the request says this instead.</summary>
    public void Replace(ReadOnlyMemory<byte> bytes) => _instead = bytes;

    /// <summary>Reads to the end; false once it is clear that there is more than the limit.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return false;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var received = read.Buffer;
            if (_length + received.Length > limit)
            {
                reader.AdvanceTo(received.End);
                return false;
            }

            Take(received, request.ContentLength);
            reader.AdvanceTo(received.End);
            if (read.IsCompleted)
                return true;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _length) = ([], 0);
    }

    private void Take(in ReadOnlySequence<byte> received, long? announced)
    {
        var needed = _length + (int)received.Length;
        if (needed > _buffer.Length)
        {
            // What a client announces is only believed as far as it has sent something of it.
            var wanted = Math.Max(Math.Max(needed, FirstBytes), (int)Math.Min(announced ?? 0, 16L * needed));
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, _buffer.Length < needed ? 2 * _buffer.Length : 0));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            if (_buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        received.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
    }
}
