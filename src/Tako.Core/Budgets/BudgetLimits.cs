namespace Tako.Core.Budgets;

/// <summary>What a task may spend; null means that this measure is not limited.</summary>
public sealed record BudgetLimits
{
    public long? Tokens { get; init; }

    public TimeSpan? Time { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? Usd { get; init; }
}
