using Tako.Models.Pricing;

namespace Tako.Server.Limits;

/// <summary>
/// The most that a call can cost by its tokens, over all models that may answer it and all kinds of input and output:
/// computed once for a model or a chain, asked before every call. Service tiers and searches are not in it.
/// </summary>
public sealed class PriceCeiling
{
    private const decimal Million = 1_000_000m;

    /// <summary>Some model that may answer has no known price.</summary>
    public static readonly PriceCeiling Unknown = new(null);

    private readonly IReadOnlyList<ModelPrices>? _prices;

    private PriceCeiling(IReadOnlyList<ModelPrices>? prices) => _prices = prices;

    /// <summary>Of all that may answer.</summary>
    public static PriceCeiling Of(params IEnumerable<ModelPrices> prices)
    {
        var all = prices.SelectMany(Sizes).ToList();
        return all.Count == 0 || all.Exists(price => price.Input is null || price.Output is null) ? Unknown : new PriceCeiling(all);
    }

    internal bool IsKnown => _prices is not null;

    /// <summary>US dollars; null is unknown.</summary>
    internal decimal? Cost(long input, long output)
    {
        if (_prices is null)
            return null;
        var most = 0m;
        foreach (var price in _prices)
        {
            // A part of the input may be written to the provider's cache, which costs more than reading it.
            var read = Dearer(Dearer(price.Input!.Value, price.CacheWrite), price.CacheWriteHour);
            most = Math.Max(most, (input * read + output * Dearer(price.Output!.Value, price.Reasoning)) / Million);
        }

        return most;
    }

    private static decimal Dearer(decimal one, decimal? other) => other > one ? other.Value : one;

    // Which size a prompt is charged by is the provider's count, not the estimate: the dearer one is taken. What held before the
    // newest prices may still hold.
    private static IEnumerable<ModelPrices> Sizes(ModelPrices prices)
    {
        for (var period = prices; period is not null; period = period.From is null ? null : period.Before)
        {
            yield return period;
            if (period.LongPrompt is { } longer)
                yield return longer;
        }
    }
}
