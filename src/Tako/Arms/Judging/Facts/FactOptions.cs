namespace Tako.Arms.Judging.Facts;

/// <summary>How much a claim needs before it is believed.</summary>
public sealed record FactOptions
{
    /// <summary>Independent sources that must hold a claim, at least one.</summary>
    public int Sources { get; init; } = 2;

    /// <summary>What "about" tolerates, as a share of the value.</summary>
    public double About { get; init; } = 0.05;
}
