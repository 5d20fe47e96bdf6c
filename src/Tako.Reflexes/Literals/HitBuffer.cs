using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Literals;

/// <summary>Hits of literals in one text. Used by one inspection at a time.</summary>
internal sealed class HitBuffer
{
    /// <summary>Parts of a text whose hits are found side by side: the first is the buffer itself.</summary>
    public const int Lanes = 4;

    private LiteralHit[] _hits = [];
    private HitBuffer[]? _lanes;

    public int Count { get; private set; }

    public ReadOnlySpan<LiteralHit> All => _hits.AsSpan(0, Count);

    public void Add(LiteralHit hit)
    {
        if (Count == _hits.Length)
            Array.Resize(ref _hits, Math.Max(16, 2 * Count));
        _hits[Count++] = hit;
    }

    public void Clear() => Count = 0;

    /// <summary>Where the hits of a later part go until <see cref="Join"/>.</summary>
    public HitBuffer Lane(int number) => (_lanes ??= [.. Enumerable.Range(1, Lanes - 1).Select(static _ => new HitBuffer())])[number - 1];

    /// <summary>Puts the hits of the later parts behind those of the first.</summary>
    public void Join()
    {
        foreach (var lane in _lanes ?? [])
        {
            foreach (var hit in lane.All)
                Add(hit);
            lane.Clear();
        }
    }
}
