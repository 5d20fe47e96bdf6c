using System.Globalization;
using System.Text.Json;

namespace Tako.Models.Pricing;

/// <summary>Reads the shipped catalogue; a mistake in it is a mistake in code and throws.</summary>
internal static class PriceCatalogueReader
{
    public static PriceCatalogue Read(JsonElement root) => new(root.GetProperty("lists").EnumerateArray().Select(ReadList).ToList());

    private static PriceList ReadList(JsonElement node)
    {
        var list = new PriceList
        {
            Name = node.GetProperty("name").GetString()!,
            Hosts = Texts(node, "hosts"),
            Also = Texts(node, "also"),
        };
        var factors = ReadFactors(node);
        foreach (var model in node.GetProperty("models").EnumerateArray())
        {
            var prices = ReadPeriod(model, ReadFactors(model).Over(factors));
            foreach (var name in Texts(model, "match"))
                list.Add(name, prices);
        }

        return list;
    }

    private static ModelPrices ReadPeriod(JsonElement node, PriceFactors factors) =>
        ReadPrices(node.GetProperty("prices"), factors) with
        {
            From = node.TryGetProperty("from", out var from) ? Day(from.GetString()!) : null,
            Before = node.TryGetProperty("before", out var before) ? ReadPeriod(before, factors) : null,
        };

    private static ModelPrices ReadPrices(JsonElement node, PriceFactors factors)
    {
        var prices = new ModelPrices { Factors = factors };
        foreach (var member in node.EnumerateObject())
        {
            prices = member.Name switch
            {
                "input" => prices with { Input = member.Value.GetDecimal() },
                "output" => prices with { Output = member.Value.GetDecimal() },
                "cachedInput" => prices with { CachedInput = member.Value.GetDecimal() },
                "cacheWrite" => prices with { CacheWrite = member.Value.GetDecimal() },
                "cacheWriteHour" => prices with { CacheWriteHour = member.Value.GetDecimal() },
                "reasoning" => prices with { Reasoning = member.Value.GetDecimal() },
                "audioInput" => prices with { AudioInput = member.Value.GetDecimal() },
                "cachedAudio" => prices with { CachedAudio = member.Value.GetDecimal() },
                "audioOutput" => prices with { AudioOutput = member.Value.GetDecimal() },
                "imageInput" => prices with { ImageInput = member.Value.GetDecimal() },
                "cachedImage" => prices with { CachedImage = member.Value.GetDecimal() },
                "imageOutput" => prices with { ImageOutput = member.Value.GetDecimal() },
                "webSearch" => prices with { WebSearch = member.Value.GetDecimal() },
                "long" => prices with
                {
                    LongPromptAbove = member.Value.GetProperty("above").GetInt64(),
                    LongPrompt = ReadPrices(member.Value, factors),
                },
                "above" => prices,
                _ => throw new InvalidDataException($"The price catalogue does not know '{member.Name}'."),
            };
        }

        return prices;
    }

    private static PriceFactors ReadFactors(JsonElement node) => node.TryGetProperty("factors", out var factors)
        ? new PriceFactors(factors.EnumerateObject().Select(factor => KeyValuePair.Create(factor.Name, factor.Value.GetDecimal())))
        : PriceFactors.None;

    private static DateTimeOffset Day(string text) =>
        new(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static IReadOnlyList<string> Texts(JsonElement node, string name) =>
        node.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
