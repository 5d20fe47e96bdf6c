using System.Globalization;
using System.Text.Json;
using Tako.Models.Pricing;

namespace Tako.Eval.Cost;

/// <summary>One way in which a row's block is to be read, and what is expected of it.</summary>
internal sealed record Reading
{
    public required int Row { get; init; }

    public required string Provider { get; init; }

    public required string Flavour { get; init; }

    public required string Model { get; init; }

    /// <summary>Null when nobody here reads blocks of this kind.</summary>
    public required ReportedUsage? Usage { get; init; }

    /// <summary>Token counts by the set's names; zeros are left out.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>Counts of all readings of the same row, which may divide finer than this one.</summary>
    public required IReadOnlyCollection<KeyValuePair<string, long>> Beside { get; init; }

    /// <summary>US dollars; null where the reading has no price.</summary>
    public required (decimal Input, decimal Output)? Expected { get; init; }

    public static IEnumerable<Reading> Of(JsonElement row, int number)
    {
        var body = row.GetProperty("body");
        var model = row.Text("model") ?? body.Text("model") ?? body.Text("modelVersion") ?? "";
        var groups = row.GetProperty("extracted").EnumerateArray().Select(group => (Counts: CountsOf(group), Node: group)).ToList();
        var beside = groups.SelectMany(group => group.Counts).Distinct().ToList();
        foreach (var (counts, group) in groups)
        {
            foreach (var extractor in Items(group, "extractors"))
            {
                var (provider, flavour) = (extractor.Text("provider_id") ?? "", extractor.Text("api_flavor") ?? "default");
                yield return new Reading
                {
                    Row = number,
                    Provider = provider,
                    Flavour = flavour,
                    Model = model,
                    Usage = UsageOf(body, provider, flavour),
                    Counts = counts,
                    Beside = beside,
                    Expected = Price(extractor, "input_price") is { } input && Price(extractor, "output_price") is { } output
                        ? (input, output)
                        : null,
                };
            }
        }
    }

    /// <summary>What is wrong with the counts; null when they are as expected. A finer division is right where another reading
    /// of the same row confirms it.</summary>
    public string? UsageFault()
    {
        if (Usage is null)
            return $"usage of the kind {Provider}/{Flavour} is not read";
        var own = CountNames.Of(Usage);
        var wrong = Counts.Where(count => own.GetValueOrDefault(count.Key) != count.Value)
            .Select(count => $"{count.Key} {own.GetValueOrDefault(count.Key)} instead of {count.Value}")
            .Concat(own.Where(count => !Counts.ContainsKey(count.Key) && !Beside.Contains(count) && !IsAllText(count))
                .Select(count => $"{count.Key} {count.Value} where none is expected"))
            .ToList();
        return wrong.Count == 0 ? null : $"{Provider}/{Flavour}: {string.Join(", ", wrong)}";
    }

    /// <summary>What is wrong with the list price of that moment, service tiers left out; null when it is as expected.</summary>
    public string? PriceFault(PriceCatalogue catalogue, DateTimeOffset when)
    {
        if (Expected is not { } expected)
            return null;
        if (Usage is null)
            return $"usage of the kind {Provider}/{Flavour} is not read";
        if (catalogue.Find(Provider, Model) is not { } prices)
            return $"{Provider} has no listed price for it";
        var cost = prices.Cost(Usage with { Tiers = [] }, when);
        var wrong = new[] { Fault("input", cost.Input, expected.Input), Fault("output", cost.Output, expected.Output) }
            .Where(fault => fault.Length > 0).ToList();
        return wrong.Count == 0 ? null
            : $"{Provider}/{Flavour}: {string.Join(", ", wrong)} (charged {CountNames.Charged(Usage, prices.At(when))})";
    }

    // That all of the input is text says no more than the input does.
    private bool IsAllText(KeyValuePair<string, long> count) =>
        count.Key == "input_text_tokens" && Counts.GetValueOrDefault("input_tokens") == count.Value;

    private static string Fault(string what, decimal? cost, decimal expected) =>
        cost is { } known && Math.Abs(known - expected) <= 0.000001m * expected + 0.000000000001m
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{what} {(cost is null ? "unknown" : cost)} instead of {expected}");

    private static ReportedUsage? UsageOf(JsonElement body, string provider, string flavour)
    {
        UsageFormat? format = (flavour, provider) switch
        {
            ("chat", _) or ("default", "mistral" or "groq" or "x-ai" or "perplexity") => UsageFormat.Chat,
            ("responses", _) => UsageFormat.Responses,
            ("embeddings", not "cohere") => UsageFormat.Embeddings,
            ("anthropic", _) or ("default", "anthropic" or "minimax") => UsageFormat.Anthropic,
            ("default", "google") => UsageFormat.Google,
            ("default", "aws") => UsageFormat.Bedrock,
            ("default", "cohere") => UsageFormat.Cohere,
            _ => null,
        };
        return format is { } known && body.TryGetProperty(known == UsageFormat.Google ? "usageMetadata" : "usage", out var usage)
            ? UsageReader.Read(usage, known)
            : null;
    }

    private static Dictionary<string, long> CountsOf(JsonElement group) =>
        group.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
            ? usage.EnumerateObject()
                .Where(count => count.Value.ValueKind == JsonValueKind.Number && count.Value.TryGetInt64(out var known) && known != 0)
                .ToDictionary(count => count.Name, count => count.Value.GetInt64())
            : [];

    private static IEnumerable<JsonElement> Items(JsonElement node, string name) =>
        node.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static decimal? Price(JsonElement extractor, string name)
    {
        if (!extractor.TryGetProperty(name, out var value))
            return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var price) ? price : null;
    }
}
