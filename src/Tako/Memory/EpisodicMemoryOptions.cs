namespace Tako.Memory;

/// <summary>How much an arm remembers, and for how long.</summary>
public sealed record EpisodicMemoryOptions
{
    /// <summary>Most episodes kept.</summary>
    public int Episodes { get; init; } = 64;

    /// <summary>Characters kept of one episode.</summary>
    public int TextLength { get; init; } = 2_000;

    public TimeSpan Retention { get; init; } = TimeSpan.FromMinutes(30);
}
