namespace Tako.Arms.Judging.Facts;

/// <summary>Words that somebody says stand in a source.</summary>
public sealed record FactQuote(string Source, string Text);

/// <summary>A statement about what sources say, with the quotes that came with it, if any did.</summary>
public sealed record FactClaim(string Text)
{
    public IReadOnlyList<FactQuote> Quotes { get; init; } = [];
}
