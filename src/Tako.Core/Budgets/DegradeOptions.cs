namespace Tako.Core.Budgets;

/// <summary>Shares of a budget, from 0 to 1 and rising, at which the next stage of the degrade ladder begins.</summary>
public sealed record DegradeOptions
{
    public double CheaperModel { get; init; } = 0.6;

    public double FewerArms { get; init; } = 0.75;

    public double ReflexesOnly { get; init; } = 0.9;

    public double Partial { get; init; } = 1.0;
}
