using System.Text;

namespace Tako.Workspace.Sandbox;

/// <summary>Keeps the head and the tail of a stream of any length in a fixed amount of memory.</summary>
internal sealed class OutputCapture(int limit)
{
    private readonly int _headLimit = limit / 2;
    private readonly MemoryStream _head = new();
    private readonly byte[] _tail = new byte[Math.Max(1, limit - (limit / 2))];
    private long _tailBytes;

    public long Bytes => _head.Length + _tailBytes;

    public bool Truncated => _tailBytes > _tail.Length;

    public void Add(ReadOnlySpan<byte> output)
    {
        var room = (int)Math.Min(output.Length, _headLimit - _head.Length);
        if (room > 0)
        {
            _head.Write(output[..room]);
            output = output[room..];
        }

        if (output.Length > _tail.Length)
        {
            _tailBytes += output.Length - _tail.Length;
            output = output[^_tail.Length..];
        }

        var at = (int)(_tailBytes % _tail.Length);
        var first = Math.Min(output.Length, _tail.Length - at);
        output[..first].CopyTo(_tail.AsSpan(at));
        output[first..].CopyTo(_tail);
        _tailBytes += output.Length;
    }

    /// <summary>The text that was kept; a line tells how much is missing in the middle.</summary>
    public string Text()
    {
        var head = _head.ToArray();
        if (!Truncated)
            return Encoding.UTF8.GetString([.. head, .. _tail.AsSpan(0, (int)_tailBytes)]);
        var at = (int)(_tailBytes % _tail.Length);
        return Encoding.UTF8.GetString(head)
            + $"\n[... {_tailBytes - _tail.Length} bytes left out ...]\n"
            + Encoding.UTF8.GetString([.. _tail.AsSpan(at), .. _tail.AsSpan(0, at)]);
    }
}
