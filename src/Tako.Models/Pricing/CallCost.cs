namespace Tako.Models.Pricing;

/// <summary>US dollars of one call, for what was read, what was written and the provider's own searches; null is
/// unknown.</summary>
public readonly record struct CallCost(decimal? Input, decimal? Output, decimal? Searches)
{
    public decimal? Usd => Input + Output + Searches;
}
