namespace Tako.Core.Text;

/// <summary>How a head is trained and where it draws its line.</summary>
public sealed record LinearTraining
{
    /// <summary>Two to the power of so many buckets.</summary>
    public int Bits { get; init; } = 17;

    /// <summary>Characters that are judged together.</summary>
    public int Window { get; init; } = 192;

    public int Epochs { get; init; } = 14;

    public double Rate { get; init; } = 0.1;

    /// <summary>How far weights are pulled to zero at each step.</summary>
    public double Shrink { get; init; } = 1e-3;

    /// <summary>
    /// How much all positive texts together weigh against all negative ones; 1 makes both alike. Less lets them reach less far where
    /// negative ones are, which is where the line will lie.
    /// </summary>
    public double PositiveWeight { get; init; } = 0.2;

    /// <summary>
    /// How much a source weighs: its number of texts to this power; 1 leaves it at its size, 0 makes all sources equal.
    /// </summary>
    public double SourcePower { get; init; } = 0.5;

    /// <summary>Most of all negative texts held out that may lie over the line.</summary>
    public double FalseShare { get; init; } = 0.0005;

    /// <summary>Most of the negative texts of any one source.</summary>
    public double FalseShareOfSource { get; init; } = 0.0015;

    public ulong Seed { get; init; } = 1;
}
