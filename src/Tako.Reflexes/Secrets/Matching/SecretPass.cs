using Tako.Reflexes.Literals;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>What one scan needs: hits, matches, and room for decoded text. Used by one scan at a time, and then again.</summary>
internal sealed class SecretPass
{
    private readonly HitBuffer[] _hits = [new(), new(), new()];
    private readonly char[]?[] _decoded = new char[]?[3];
    private SecretMatch[] _matches = [];

    public int Count { get; private set; }

    public Span<SecretMatch> All => _matches.AsSpan(0, Count);

    public void Add(SecretMatch match)
    {
        if (Count == _matches.Length)
            Array.Resize(ref _matches, Math.Max(8, 2 * Count));
        _matches[Count++] = match;
    }

    public void Clear() => Count = 0;

    /// <summary>Takes the match at an index out; the last takes its place.</summary>
    public void Drop(int index) => _matches[index] = _matches[--Count];

    /// <summary>In order, and what overlaps as one: the first gives the name, and of those that start together the surest.</summary>
    /// <param name="least">What starts before is dropped.</param>
    public void Merge(int least = 0)
    {
        for (var index = Count - 1; index >= 0; index--)
        {
            if (_matches[index].Start < least)
                Drop(index);
        }

        All.Sort(static (left, right) => left.Start != right.Start ? left.Start - right.Start
            : left.Rank != right.Rank ? left.Rank - right.Rank
            : left.End != right.End ? right.End - left.End : left.Kind - right.Kind);
        var kept = 0;
        for (var index = 0; index < Count; index++)
        {
            var next = _matches[index];
            if (kept > 0 && _matches[kept - 1] is var last && last.End > next.Start)
                _matches[kept - 1] = last with { End = Math.Max(last.End, next.End) };
            else
                _matches[kept++] = next;
        }

        Count = kept;
    }

    public HitBuffer Hits(int depth)
    {
        _hits[depth].Clear();
        return _hits[depth];
    }

    /// <summary>Room for text that is decoded at this depth.</summary>
    public Span<char> Room(int depth, int length)
    {
        if (_decoded[depth] is not { } room || room.Length < length)
            _decoded[depth] = room = new char[Math.Max(1024, length)];
        return room.AsSpan(0, length);
    }
}
