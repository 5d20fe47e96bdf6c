namespace Tako.Server.Spend;

/// <summary>How spend is written and read.</summary>
public sealed record SpendOptions
{
    /// <summary>Longest time a settled call waits to be written; what a kill can lose.</summary>
    public TimeSpan Flush { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often what other processes wrote is read: keys, teams and spend.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most calls that run or are not written yet; beyond it new calls are refused.</summary>
    public int MostUnwritten { get; init; } = 16_384;

    /// <summary>How long the ledger may refuse to write before new calls are refused.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Records of a stream between two roll-ups: the most that a start has to read one by one for each stream.</summary>
    public int RollEvery { get; init; } = 4096;

    /// <summary>How long stopping tries to write what is left.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);
}
