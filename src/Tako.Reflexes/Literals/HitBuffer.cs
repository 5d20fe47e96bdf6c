using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Literals;

/// <summary>Hits of literals in one text. Used by one inspection at a time.</summary>
internal sealed class HitBuffer
{
    private LiteralHit[] _hits = [];

    public int Count { get; private set; }

    public ReadOnlySpan<LiteralHit> All => _hits.AsSpan(0, Count);

    public void Add(LiteralHit hit)
    {
        if (Count == _hits.Length)
            Array.Resize(ref _hits, Math.Max(16, 2 * Count));
        _hits[Count++] = hit;
    }

    public void Clear() => Count = 0;
}
