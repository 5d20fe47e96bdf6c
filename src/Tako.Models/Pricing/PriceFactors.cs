namespace Tako.Models.Pricing;

/// <summary>What prices are multiplied with for the conditions a provider says a call ran under, such as <c>batch</c>
/// or <c>flex</c>.</summary>
public sealed class PriceFactors
{
    private static readonly string[] Usual = ["standard", "default", "auto", "on_demand", "standard_only"];

    public static readonly PriceFactors None = new([]);

    private readonly Dictionary<string, decimal> _factors;

    internal PriceFactors(IEnumerable<KeyValuePair<string, decimal>> factors) =>
        _factors = new Dictionary<string, decimal>(factors, StringComparer.OrdinalIgnoreCase);

    /// <summary>Their product; null when one of them has a price that is not known.</summary>
    internal decimal? For(IReadOnlyList<string> tiers)
    {
        decimal? product = 1;
        foreach (var tier in tiers)
        {
            if (!Usual.Contains(tier, StringComparer.OrdinalIgnoreCase))
                product *= _factors.TryGetValue(tier, out var factor) ? factor : null;
        }

        return product;
    }

    /// <summary>These, with those of a list of prices where these say nothing.</summary>
    internal PriceFactors Over(PriceFactors wider) =>
        new([.. _factors, .. wider._factors.Where(factor => !_factors.ContainsKey(factor.Key))]);
}
