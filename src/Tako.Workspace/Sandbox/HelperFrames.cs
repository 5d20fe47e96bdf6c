using System.Buffers.Binary;

namespace Tako.Workspace.Sandbox;

/// <summary>Reads what the native helper says, one frame at a time; what comes together is read together.</summary>
internal sealed class HelperFrames(Stream stream)
{
    private const int MaxFrame = 1 << 20;
    private const int Head = 5;
    private byte[] _bytes = new byte[1 << 17];
    private int _at, _end, _length = -Head;

    public char Kind => (char)_bytes[_at];

    /// <summary>Good until the next frame is read.</summary>
    public ReadOnlyMemory<byte> Body => _bytes.AsMemory(_at + Head, _length);

    /// <summary>False when the helper has closed its output.</summary>
    public async ValueTask<bool> ReadAsync()
    {
        _at += Head + _length;
        _length = -Head;
        if (!await HasAsync(Head))
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_at + 1));
        if (length is < 0 or > MaxFrame)
            throw new InvalidOperationException($"The sandbox helper sent a frame of {length} bytes.");
        if (!await HasAsync(Head + length))
            return false;
        _length = length;
        return true;
    }

    /// <summary>Whether so many bytes are there, which is waited for.</summary>
    private async ValueTask<bool> HasAsync(int count)
    {
        if (_at + count > _bytes.Length)
        {
            var larger = count > _bytes.Length ? new byte[count] : _bytes;
            Buffer.BlockCopy(_bytes, _at, larger, 0, _end - _at);
            (_bytes, _at, _end) = (larger, 0, _end - _at);
        }

        while (_end - _at < count)
        {
            if (await stream.ReadAsync(_bytes.AsMemory(_end)) is not (var read and > 0))
                return false;
            _end += read;
        }

        return true;
    }
}
