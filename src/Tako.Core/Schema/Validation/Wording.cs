using System.Globalization;
using System.Text.Json;

namespace Tako.Core.Schema.Validation;

/// <summary>How values appear in messages: short, and without ambiguity.</summary>
internal static class Wording
{
    private const int Most = 60;

    public static string Found(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {value.GetArrayLength().ToString(CultureInfo.InvariantCulture)}",
        JsonValueKind.String => $"the text {Shown(value)}",
        JsonValueKind.Number => $"the number {Shown(value)}",
        _ => Shown(value),
    };

    public static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= Most ? text : $"{text.AsSpan(0, Most)}… ({text.Length} characters)";
    }

    public static string Kind(string type) => type switch
    {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        _ => "null",
    };

    public static string Count(int count, string one, string many) =>
        count == 1 ? $"1 {one}" : $"{count.ToString(CultureInfo.InvariantCulture)} {many}";
}
