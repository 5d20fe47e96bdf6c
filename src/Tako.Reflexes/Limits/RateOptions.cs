namespace Tako.Reflexes.Limits;

/// <summary>How often one actor may use one tool (or one caller one model): a bucket that holds some calls and refills steadily.</summary>
public sealed record RateOptions
{
    /// <summary>Calls that may come at once.</summary>
    public int Burst { get; init; } = 60;

    public double PerSecond { get; init; } = 10;

    /// <summary>Tools with a rate of their own.</summary>
    public IReadOnlyDictionary<string, RateOptions> Tools { get; init; } = new Dictionary<string, RateOptions>();

    /// <summary>Buckets kept at once; when there are more, the ones that are full again are dropped, then the oldest.</summary>
    public int MaxBuckets { get; init; } = 4096;

    internal RateOptions Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Burst);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBuckets);
        foreach (var tool in Tools.Values)
            tool.Validate();
        return this;
    }
}
