using System.Text.Json;
using Tako.Reflexes.Names.Training;

namespace Tako.Eval.Reflex;

/// <summary>A row of a set with labelled personal data.</summary>
/// <param name="Half">0 or 1, by its group: rows of one group are never on both sides.</param>
internal sealed record PersonalRow(LabelledText Labelled, int Half)
{
    // The types of presidio-research, and what Tako calls them; others keep their names.
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["PERSON"] = "person", ["STREET_ADDRESS"] = "address", ["ADDRESS"] = "address", ["GPE"] = "place", ["LOCATION"] = "place",
        ["ORGANIZATION"] = "organisation", ["TITLE"] = "title", ["NRP"] = "group", ["AGE"] = "age", ["ZIP_CODE"] = "zip_code",
        ["DATE_TIME"] = "date", ["CREDIT_CARD"] = "card", ["PHONE_NUMBER"] = "phone", ["EMAIL_ADDRESS"] = "email", ["DOMAIN_NAME"] = "url",
        ["URL"] = "url", ["US_SSN"] = "us_ssn", ["IP_ADDRESS"] = "ip", ["IBAN_CODE"] = "iban", ["IBAN"] = "iban",
    };

    public static PersonalRow Of(JsonElement row)
    {
        var text = row.Text("text") ?? "";
        var spans = row.GetProperty("spans").EnumerateArray().Select(static span => new LabelledSpan(
            span.GetProperty("start_position").GetInt32(),
            span.GetProperty("end_position").GetInt32() - span.GetProperty("start_position").GetInt32(),
            Kind(span.Text("entity_type") ?? "other")));
        // Places count characters of Unicode in the sets, UTF-16 here.
        if (text.Any(char.IsSurrogate))
            spans = spans.Select(span => Moved(text, span));
        var group = row.TryGetProperty("group", out var value) ? value.ToString() : text;
        return new(new(text, [.. spans.Where(span => span.Start >= 0 && span.Length > 0 && span.End <= text.Length)]), Half: HalfOf(group));
    }

    private static string Kind(string type) => Kinds.GetValueOrDefault(type, type.ToLowerInvariant());

    private static LabelledSpan Moved(string text, LabelledSpan span)
    {
        var (start, end) = (Place(text, span.Start), Place(text, span.End));
        return new(start, end - start, span.Kind);
    }

    private static int Place(string text, int runes)
    {
        var place = 0;
        for (var rune = 0; rune < runes && place < text.Length; rune++)
            place += char.IsHighSurrogate(text[place]) && place + 1 < text.Length ? 2 : 1;
        return place;
    }

    private static int HalfOf(string group)
    {
        var hash = 2166136261u;
        foreach (var letter in group)
            hash = (hash ^ letter) * 16777619u;
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6Du;
        return (int)(hash >> 31);
    }
}
