namespace Tako.Reflexes.Pseudonyms;

/// <summary>How much a vault holds, and for how long.</summary>
public sealed record PseudonymOptions
{
    /// <summary>How long a value is kept after it was last used.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Most values of one session; what comes after is masked and cannot come back.</summary>
    public int MaxValues { get; init; } = 10_000;

    /// <summary>Longest value in characters; a longer one is masked.</summary>
    public int MaxLength { get; init; } = 4096;

    /// <summary>Most vaults that are open at once.</summary>
    public int MaxSessions { get; init; } = 10_000;

    /// <exception cref="ArgumentException">A limit leaves no room.</exception>
    internal PseudonymOptions Validate()
    {
        if (Life <= TimeSpan.Zero)
            throw new ArgumentException("Pseudonyms need a life above zero; give the time for which a session may rest.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxValues, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSessions, 1);
        return this;
    }
}
