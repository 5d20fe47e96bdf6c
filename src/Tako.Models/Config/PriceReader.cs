using Tako.Models.Pricing;

namespace Tako.Models.Config;

/// <summary>Reads the <c>prices:</c> of a model or a cassette.</summary>
internal static class PriceReader
{
    private static readonly string[] Keys =
    [
        "input", "output", "cachedInput", "cacheWrite", "cacheWriteHour", "reasoning", "audioInput", "cachedAudio", "audioOutput",
        "imageInput", "cachedImage", "imageOutput",
    ];

    public static ModelPrices Read(SourceNode holder)
    {
        if (holder.Object("prices") is not { } node)
            return ModelPrices.Unknown;
        node.Allow([.. Keys, "webSearch", "longPrompt"]);
        var prices = Flat(node) with { WebSearch = node.Price("webSearch") };
        if (node.Object("longPrompt") is not { } longer)
            return prices;
        longer.Allow([.. Keys, "above"]);
        if (!longer.Has("above"))
            longer.Fault(null, "needs 'above', the tokens of prompt from which on these prices hold");
        return prices with { LongPromptAbove = longer.Count("above"), LongPrompt = Flat(longer) };
    }

    private static ModelPrices Flat(SourceNode node) => new()
    {
        Input = node.Price("input"),
        Output = node.Price("output"),
        CachedInput = node.Price("cachedInput"),
        CacheWrite = node.Price("cacheWrite"),
        CacheWriteHour = node.Price("cacheWriteHour"),
        Reasoning = node.Price("reasoning"),
        AudioInput = node.Price("audioInput"),
        CachedAudio = node.Price("cachedAudio"),
        AudioOutput = node.Price("audioOutput"),
        ImageInput = node.Price("imageInput"),
        CachedImage = node.Price("cachedImage"),
        ImageOutput = node.Price("imageOutput"),
    };
}
