using System.Buffers;

namespace Tako.Models.Wire;

/// <summary>
/// Cuts a stream of server-sent events without copying: bytes are read straight into a pooled buffer, and events are slices
/// of it. Lines end with CR, LF or CRLF; comments and unknown fields are passed over, and an event without data is none
/// (WHATWG HTML, section 9.2). Linear in what comes, and bounded: neither a line nor an event may be longer than the limit.
/// </summary>
/// <remarks>
/// An event's slices hold until the next <see cref="Room"/> or <see cref="Complete"/>. Whether a CR ends a blank line alone is only
/// waited for where the line before ended with CRLF, so that no stream is kept back.
/// </remarks>
internal sealed class SseReader(int most) : IDisposable
{
    private const int LeastRoom = 4096;
    private byte[] _buffer = [];
    private int _end;
    private int _event;
    private int _line;
    private int _scan;
    private int _name;
    private int _nameLength;
    private int _data;
    private int _dataLength = -1;
    private ArrayBufferWriter<byte>? _joined;
    private bool _begun;
    private bool _afterReturn;
    private bool _pairs;
    private bool _ended;

    /// <summary>Where the next bytes are to be read to; earlier events are void from here on.</summary>
    public Memory<byte> Room()
    {
        if (_event > 0)
            Compact();
        if (_buffer.Length - _end < LeastRoom)
            Grow(LeastRoom);
        return _buffer.AsMemory(_end);
    }

    /// <summary>So many bytes were read to there.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>The connection ended: what stands unfinished counts as an event if it has data.</summary>
    public void Complete()
    {
        if (_ended)
            return;
        _ended = true;
        if (_end == _event)
            return;
        if (_buffer.Length - _end < 2)
            Grow(2);
        // A blank line, however much of it is there already.
        _buffer[_end++] = (byte)'\n';
        _buffer[_end++] = (byte)'\n';
    }

    /// <summary>The next event, if all of it is there.</summary>
    public bool TryNext(out SseEvent next)
    {
        while (_scan < _end)
        {
            if (_afterReturn)
            {
                _afterReturn = false;
                if (_buffer[_scan] == (byte)'\n')
                {
                    // The rest of the line end before it; an event that it would belong to is gone already.
                    if (_event == _scan)
                        _event++;
                    else
                        _pairs = true;
                    _line = ++_scan;
                    continue;
                }
            }

            var at = _buffer.AsSpan(_scan, _end - _scan).IndexOfAny((byte)'\r', (byte)'\n');
            if (at < 0)
            {
                _scan = _end;
                break;
            }

            var end = _scan + at;
            if (_buffer[end] == (byte)'\r' && _pairs && end == _line && end + 1 == _end && !_ended)
            {
                // The other half of the line end is on its way.
                _scan = end;
                break;
            }

            var pair = _buffer[end] == (byte)'\r' && end + 1 < _end && _buffer[end + 1] == (byte)'\n' && (end > _line || _pairs);
            if (EndLine(end, end + (pair ? 2 : 1), pair, out next))
                return true;
        }

        if (_end - _event > most)
            throw new MalformedFrameException($"a line or event is longer than {most} bytes");
        next = default;
        return false;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        (_end, _event, _line, _scan) = (0, 0, 0, 0);
    }

    // Whether this line ends an event.
    private bool EndLine(int end, int after, bool pair, out SseEvent next)
    {
        if (!_begun)
        {
            _begun = true;
            if (_buffer.AsSpan(0, end).StartsWith("\uFEFF"u8))
                (_event, _line) = (_event + 3, _line + 3);
        }

        if (after - _event > most)
            throw new MalformedFrameException($"a line or event is longer than {most} bytes");
        var blank = end == _line;
        if (!blank)
            Field(_line, end);
        _afterReturn = _buffer[end] == (byte)'\r' && !pair;
        _pairs = pair;
        (_line, _scan) = (after, after);
        next = default;
        return blank && Dispatch(after, out next);
    }

    private bool Dispatch(int after, out SseEvent next)
    {
        var has = _dataLength > 0 || _joined is not null;
        next = has
            ? new SseEvent(_buffer.AsMemory(_event, after - _event),
                _nameLength > 0 ? _buffer.AsMemory(_name, _nameLength) : default,
                _joined?.WrittenMemory ?? _buffer.AsMemory(_data, _dataLength))
            : default;
        _joined = null;
        (_event, _nameLength, _dataLength) = (after, 0, -1);
        return has;
    }

    private void Field(int start, int end)
    {
        var line = _buffer.AsSpan(start, end - start);
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? end : start + colon + 1;
        if (value < end && _buffer[value] == (byte)' ')
            value++;
        if (name.SequenceEqual("data"u8))
            Join(value, end - value);
        else if (name.SequenceEqual("event"u8))
            (_name, _nameLength) = (value, end - value);
    }

    private void Join(int start, int length)
    {
        if (_dataLength < 0)
        {
            (_data, _dataLength) = (start, length);
            return;
        }

        if (_joined is null)
        {
            _joined = new ArrayBufferWriter<byte>();
            _joined.Write(_buffer.AsSpan(_data, _dataLength));
        }

        _joined.Write("\n"u8);
        _joined.Write(_buffer.AsSpan(start, length));
    }

    private void Compact()
    {
        _buffer.AsSpan(_event, _end - _event).CopyTo(_buffer);
        Shift(_event);
    }

    private void Shift(int by)
    {
        _end -= by;
        _line -= by;
        _scan -= by;
        _name -= by;
        _data -= by;
        _event = 0;
    }

    private void Grow(int room)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _end + room));
        _buffer.AsSpan(0, _end).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}

/// <summary>One event as slices of the reader's buffer.</summary>
/// <param name="Raw">What the server sent, comments and the blank line included.</param>
/// <param name="Name">The event's name in UTF-8, empty where the stream names none.</param>
/// <param name="Payload">The data; several lines of it are joined by a line feed.</param>
internal readonly record struct SseEvent(ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Payload)
{
    /// <summary>A frame with bytes of its own, to be kept beyond the reader's next step.</summary>
    public Frame Keep()
    {
        byte[] raw = Raw.ToArray();
        var data = raw.AsSpan().IndexOf(Payload.Span) is >= 0 and var at ? raw.AsMemory(at, Payload.Length) : Payload.ToArray();
        return new Frame(raw, System.Text.Encoding.UTF8.GetString(Name.Span), data, whole: false);
    }
}
