using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <summary>Reads a single value as the kind of value, or the one of several choices, that a schema wants.</summary>
internal static class Scalars
{
    public static JsonNode? Fit(JsonNode? value, JsonElement schema)
    {
        if (value is not JsonValue || Wanted.Of(schema) is not { } wanted)
            return value;
        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array)
            return Choice(value, [.. choices.EnumerateArray()]);
        if (schema.TryGetProperty("const", out var only))
            return Choice(value, [only]);
        if (wanted.Allows(value))
            return value;
        var text = Text(value);
        if (wanted.Integer && Number(text) is { } number && wanted.Allows(number))
            return number;
        if (wanted.Boolean && bool.TryParse(text, out var truth))
            return JsonValue.Create(truth);
        if (wanted.Null && text is "" or "null" or "None" or "nil" or "undefined")
            return null;
        return wanted.String ? JsonValue.Create(text) : value;
    }

    /// <summary>The document that a text holds, when the whole text is one.</summary>
    public static JsonNode? Document(JsonValue value)
    {
        if (value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Trim() is not ['{' or '[', ..] text)
            return null;
        try
        {
            var inner = JsonNode.Parse(text);

            // A name that stands twice is noticed at the first look inside only.
            _ = inner?.DeepClone();
            return inner;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The choice that is written the same, or the only one that differs in case alone, or in one letter.</summary>
    private static JsonNode? Choice(JsonNode value, IReadOnlyList<JsonElement> choices)
    {
        var text = Text(value).Trim();
        var kind = value.GetValueKind();
        var same = choices.Where(choice => choice.ToString() == text).ToList();
        if (same.Any(choice => choice.ValueKind == kind))
            return value;
        if (same.Count == 0)
            same = [.. choices.Where(choice => string.Equals(choice.ToString(), text, StringComparison.OrdinalIgnoreCase))];
        if (same.Count == 0)
            same = [.. choices.Where(choice => choice.ValueKind == JsonValueKind.String && Nearness.IsNear(text, choice.GetString()!))];
        return same.Count != 1 ? value : same[0].ValueKind == JsonValueKind.Null ? null : JsonValue.Create(same[0].Clone());
    }

    private static JsonNode? Number(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > 400 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.'))
            return null;
        return BareWord.Read(text.TrimStart('0') is ['1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9', ..] whole ? whole : text,
            cutOff: false) is { } read && read.GetValueKind() == JsonValueKind.Number ? read : null;
    }

    private static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
