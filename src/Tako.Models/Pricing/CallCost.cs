namespace Tako.Models.Pricing;

/// <summary>US dollars of one call, for what was read and for what was written; null is unknown.</summary>
public readonly record struct CallCost(decimal? Input, decimal? Output)
{
    public decimal? Usd => Input + Output;
}
