using System.Buffers.Binary;

namespace Tako.Workspace.Sandbox;

/// <summary>Reads what the native helper says, one frame at a time.</summary>
internal sealed class HelperFrames(Stream stream)
{
    private const int MaxFrame = 1 << 20;
    private readonly byte[] _head = new byte[5];
    private byte[] _body = new byte[1 << 16];
    private int _length;

    public char Kind => (char)_head[0];

    /// <summary>Good until the next frame is read.</summary>
    public ReadOnlyMemory<byte> Body => _body.AsMemory(0, _length);

    /// <summary>False when the helper has closed its output.</summary>
    public async ValueTask<bool> ReadAsync()
    {
        if (await stream.ReadAtLeastAsync(_head, _head.Length, throwOnEndOfStream: false) < _head.Length)
            return false;
        _length = BinaryPrimitives.ReadInt32LittleEndian(_head.AsSpan(1));
        if (_length is < 0 or > MaxFrame)
            throw new InvalidOperationException($"The sandbox helper sent a frame of {_length} bytes.");
        if (_length > _body.Length)
            _body = new byte[_length];
        return await stream.ReadAtLeastAsync(_body.AsMemory(0, _length), _length, throwOnEndOfStream: false) == _length;
    }
}
