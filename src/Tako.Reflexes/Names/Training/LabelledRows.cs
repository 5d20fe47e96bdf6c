using System.Text.Json;
using Tako.Reflexes.Training;

namespace Tako.Reflexes.Names.Training;

/// <summary>
/// Reads labelled rows: one JSON object a line with <c>text</c>, <c>spans</c> (<c>start</c>, <c>end</c>, <c>kind</c>) and, where rows are
/// alike, <c>group</c>. Places count the characters of Unicode, as most tools that label texts do.
/// </summary>
public static class LabelledRows
{
    /// <summary>All rows of the <c>.jsonl</c> files of a folder and its subfolders that have a text and spans.</summary>
    /// <exception cref="InvalidDataException">There is no such row, a line is no JSON, or a span leaves its text.</exception>
    public static IReadOnlyList<(LabelledText Text, string Group)> Under(string folder)
    {
        var files = RowFiles.Under(folder);
        var rows = files.SelectMany(file => RowFiles.Read(file, row => Row(row, file))).ToList();
        return rows.Count > 0
            ? rows
            : throw new InvalidDataException($"'{folder}' holds {files.Count} .jsonl files, but no row with a text and spans; "
                + "rows look like "
                + "{\"text\": \"I met Ada.\", \"spans\": [{\"start\": 6, \"end\": 9, \"kind\": \"person\"}], \"group\": \"...\"}.");
    }

    private static (LabelledText Text, string Group)[] Row(JsonElement row, string file)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("text", out var said) || said.ValueKind != JsonValueKind.String
            || !row.TryGetProperty("spans", out var spans) || spans.ValueKind != JsonValueKind.Array)
            return [];
        var text = said.GetString()!;
        var places = Places(text);
        var group = row.TryGetProperty("group", out var named) ? named.ToString() : text;
        return [(new LabelledText(text, [.. spans.EnumerateArray().Select(span => Span(span, places))]),
            $"{Path.GetFileNameWithoutExtension(file)}/{group}")];
    }

    private static LabelledSpan Span(JsonElement span, int[] places)
    {
        var (start, end) = (span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32());
        var kind = span.GetProperty("kind").GetString() ?? "";
        if (start < 0 || end <= start || end >= places.Length)
            throw new FormatException($"the span from {start} to {end} lies outside of its text of {places.Length - 1} characters");
        return kind.Length is > 0 and <= 64 && kind.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)
            || letter == '_')
            ? new LabelledSpan(places[start], places[end] - places[start], kind)
            : throw new FormatException($"'{kind}' is no kind; take up to 64 lower case letters, digits and underscores");
    }

    /// <summary>Where each character of Unicode begins in UTF-16, and where the text ends.</summary>
    private static int[] Places(string text)
    {
        var places = new List<int>(text.Length + 1);
        for (var at = 0; at < text.Length; at++)
        {
            places.Add(at);
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
                at++;
        }

        return [.. places, text.Length];
    }
}
