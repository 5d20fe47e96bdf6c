namespace Tako.Reflexes.Policies;

/// <summary>A bucket of calls that refills steadily; all calls that fit share it.</summary>
public sealed record RateLimit
{
    /// <summary>Names of tools, with stars; empty takes every tool.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Names of arms, with stars; empty takes every arm.</summary>
    public IReadOnlyList<string> Arms { get; init; } = [];

    /// <summary>Calls that may come at once; at least 1.</summary>
    public required int Burst { get; init; }

    /// <summary>Calls that come back each second; more than 0.</summary>
    public required double PerSecond { get; init; }
}
