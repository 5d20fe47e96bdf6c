namespace Tako.Reflexes.Inspection;

/// <summary>Findings of one text. Used by one inspection at a time.</summary>
public sealed class FindingList
{
    private Finding[] _findings = [];

    public int Count { get; private set; }

    public ReadOnlySpan<Finding> All => _findings.AsSpan(0, Count);

    public void Add(Finding finding)
    {
        if (Count == _findings.Length)
            Array.Resize(ref _findings, Math.Max(8, 2 * Count));
        _findings[Count++] = finding;
    }

    public void Clear() => Count = 0;

    /// <summary>Drops the findings after the first <paramref name="count"/>.</summary>
    internal void Cut(int count) => Count = Math.Min(Count, count);

    internal Span<Finding> Writable => _findings.AsSpan(0, Count);
}
