using System.Text.Json;

namespace Tako.Models.Pricing;

/// <summary>Reads counts and words out of a usage block, whatever is really there.</summary>
internal static class UsageJson
{
    // Not words about price: the standard place, and the answer of models that cannot be placed.
    private static readonly string[] Nowhere = ["not_available", "global"];

    // More than any call can use; sums of such counts stay far from overflowing.
    private const long Most = 1_000_000_000_000;

    public static long? Count(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count is >= 0 and <= Most
            ? count
            : null;

    public static JsonElement Part(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Part(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The word under that name, or none.</summary>
    public static string[] Words(this JsonElement element, string name) =>
        element.Part(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } word
            && !Nowhere.Contains(word)
            ? [word]
            : [];
}
