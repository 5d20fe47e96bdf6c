using System.Buffers;

namespace Tako.Models.Calls;

/// <summary>Bytes that grow in rented memory. What was given of it is valid until the next write or the return.</summary>
internal sealed class PooledBuffer(int size) : IBufferWriter<byte>
{
    private byte[] _bytes = [];
    private int _count;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    public int Count => _count;

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Clear() => _count = 0;

    /// <summary>Gives the memory back; not to be called while anybody may still read it.</summary>
    public void Return()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _count) = ([], 0);
    }

    private void Grow(int more)
    {
        if (_bytes.Length - _count >= more)
            return;
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(_count + more, Math.Max(size, _count * 2)));
        _bytes.AsSpan(0, _count).CopyTo(bytes);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = bytes;
    }
}
