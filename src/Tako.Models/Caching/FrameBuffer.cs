using Tako.Core.Caching;

namespace Tako.Models.Caching;

/// <summary>
/// The frames of a running answer, in blocks that grow with it. Frames that every reader has passed can be let go of. Not safe for
/// concurrent use.
/// </summary>
internal sealed class FrameBuffer
{
    private const int FirstBlock = 2 * 1024;
    private const int LargestBlock = 64 * 1024;

    /// <summary>Moving a list together costs; it is done for this many frames at once.</summary>
    private const int LetGoFrom = 32;

    private readonly List<ReadOnlyMemory<byte>> _frames = [];
    private byte[] _block = [];
    private int _used;
    private int _dropped;

    /// <summary>Frames so far, those that were let go of included.</summary>
    public int Count => _dropped + _frames.Count;

    /// <summary>Bytes so far, those that were let go of included.</summary>
    public long Bytes { get; private set; }

    public ReadOnlyMemory<byte> this[int index] => _frames[index - _dropped];

    public void Add(ReadOnlySpan<byte> frame)
    {
        if (_block.Length - _used < frame.Length)
        {
            var next = Math.Min(LargestBlock, Math.Max(FirstBlock, _block.Length * 2));
            _block = new byte[Math.Max(next, frame.Length)];
            _used = 0;
        }

        frame.CopyTo(_block.AsSpan(_used));
        _frames.Add(_block.AsMemory(_used, frame.Length));
        _used += frame.Length;
        Bytes += frame.Length;
    }

    public void LetGo(int before)
    {
        if (before - _dropped < LetGoFrom)
            return;
        _frames.RemoveRange(0, before - _dropped);
        _dropped = before;
    }

    /// <summary>All frames in one piece; only while none was let go of.</summary>
    public StoredAnswer ToStored(ReadOnlyMemory<byte> about, DateTimeOffset now, TimeSpan ttl)
    {
        var bytes = new byte[Bytes];
        var ends = new int[_frames.Count];
        var at = 0;
        for (var index = 0; index < ends.Length; index++)
        {
            _frames[index].Span.CopyTo(bytes.AsSpan(at));
            ends[index] = at += _frames[index].Length;
        }

        return new StoredAnswer { Bytes = bytes, Ends = ends, About = about, Stored = now, Expires = now + ttl };
    }
}
