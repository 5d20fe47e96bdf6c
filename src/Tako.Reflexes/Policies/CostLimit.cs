namespace Tako.Reflexes.Policies;

/// <summary>A bucket of US dollars that refills steadily; all calls that fit share it.</summary>
public sealed record CostLimit
{
    /// <summary>Names of tools, with stars; empty takes every tool.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Names of arms, with stars; empty takes every arm.</summary>
    public IReadOnlyList<string> Arms { get; init; } = [];

    /// <summary>What the full bucket holds; more than 0.</summary>
    public required decimal Usd { get; init; }

    /// <summary>How long an empty bucket takes to be full again.</summary>
    public required TimeSpan Per { get; init; }
}
