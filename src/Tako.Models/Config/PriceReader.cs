namespace Tako.Models.Config;

/// <summary>Reads the <c>prices:</c> of a model or a cassette.</summary>
internal static class PriceReader
{
    public static ModelPrices Read(SourceNode holder)
    {
        if (holder.Object("prices") is not { } node)
            return ModelPrices.Unknown;
        node.Allow("input", "output", "cachedInput", "cacheWrite");
        return new ModelPrices
        {
            Input = node.Price("input"),
            Output = node.Price("output"),
            CachedInput = node.Price("cachedInput"),
            CacheWrite = node.Price("cacheWrite"),
        };
    }
}
