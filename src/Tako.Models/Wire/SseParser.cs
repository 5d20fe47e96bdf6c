namespace Tako.Models.Wire;

/// <summary>Cuts a stream of server-sent events, fed in any pieces, into frames that have bytes of their own.</summary>
internal sealed class SseParser(int maxLineBytes)
{
    private readonly SseReader _reader = new(maxLineBytes);

    /// <summary>Takes the next bytes and gives every frame that they complete.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Queue<Frame> frames)
    {
        while (!bytes.IsEmpty)
        {
            var room = _reader.Room();
            var taken = Math.Min(room.Length, bytes.Length);
            bytes[..taken].CopyTo(room.Span);
            _reader.Advance(taken);
            bytes = bytes[taken..];
            Drain(frames);
        }
    }

    /// <summary>The connection ended: what stands unfinished counts as an event if it has data.</summary>
    public void Complete(Queue<Frame> frames)
    {
        _reader.Complete();
        Drain(frames);
    }

    private void Drain(Queue<Frame> frames)
    {
        while (_reader.TryNext(out var next))
            frames.Enqueue(next.Keep());
    }
}
