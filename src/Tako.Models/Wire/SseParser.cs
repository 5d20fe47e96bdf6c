using System.Buffers;
using System.Text;

namespace Tako.Models.Wire;

/// <summary>
/// Cuts a stream of server-sent events into frames. It takes bytes in any pieces and keeps only what an unfinished
/// event needs. Lines end with CR, LF or CRLF; comments and unknown fields are passed over (WHATWG HTML, section 9.2).
/// </summary>
internal sealed class SseParser(int maxLineBytes)
{
    private readonly ArrayBufferWriter<byte> _raw = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private int _lineStart;
    private bool _hasData;
    private bool _afterReturn;
    private bool _begun;
    private string _event = "";

    /// <summary>Takes the next bytes and gives every frame that they complete.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Queue<Frame> frames)
    {
        while (!bytes.IsEmpty)
        {
            if (_afterReturn)
            {
                _afterReturn = false;
                if (bytes[0] == (byte)'\n')
                {
                    bytes = bytes[1..];
                    continue;
                }
            }

            var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            var piece = end < 0 ? bytes : bytes[..end];
            if (_raw.WrittenCount - _lineStart + piece.Length > maxLineBytes || _data.WrittenCount > maxLineBytes)
                throw new MalformedFrameException($"a line or event is longer than {maxLineBytes} bytes");
            _raw.Write(piece);
            if (end < 0)
                return;
            _afterReturn = bytes[end] == (byte)'\r';
            bytes = bytes[(end + 1)..];
            EndLine(frames);
        }
    }

    /// <summary>The connection ended: what stands unfinished counts as an event if it has data.</summary>
    public void Complete(Queue<Frame> frames)
    {
        if (_raw.WrittenCount > _lineStart)
            EndLine(frames);
        Dispatch(frames);
    }

    private void EndLine(Queue<Frame> frames)
    {
        var line = _raw.WrittenSpan[_lineStart..];
        if (!_begun)
        {
            _begun = true;
            if (line.StartsWith("\uFEFF"u8))
                line = line["\uFEFF"u8.Length..];
        }

        var blank = line.IsEmpty;
        if (!blank)
            Field(line);
        _raw.Write("\n"u8);
        _lineStart = _raw.WrittenCount;
        if (blank)
            Dispatch(frames);
    }

    private void Field(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        if (!value.IsEmpty && value[0] == (byte)' ')
            value = value[1..];
        if (name.SequenceEqual("data"u8))
        {
            if (_hasData)
                _data.Write("\n"u8);
            _data.Write(value);
            _hasData = true;
        }
        else if (name.SequenceEqual("event"u8))
        {
            _event = Encoding.UTF8.GetString(value);
        }
    }

    private void Dispatch(Queue<Frame> frames)
    {
        if (_hasData)
            frames.Enqueue(new Frame(_raw.WrittenSpan.ToArray(), _event, _data.WrittenSpan.ToArray(), whole: false));
        _raw.ResetWrittenCount();
        _data.ResetWrittenCount();
        _lineStart = 0;
        _hasData = false;
        _event = "";
    }
}
