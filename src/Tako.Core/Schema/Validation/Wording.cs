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

    /// <summary>The known name that a wrong one was most likely meant to be, or null.</summary>
    public static string? Nearest(string wrong, IEnumerable<string> known)
    {
        var limit = Math.Max(1, wrong.Length / 3);
        return known.Select(name => (Name: name, Distance: Distance(wrong, name)))
            .Where(pair => pair.Distance <= limit)
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => pair.Name).FirstOrDefault();
    }

    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 8 || left.Length > 64)
            return int.MaxValue;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
