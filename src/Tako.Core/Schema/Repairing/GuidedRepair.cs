using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <summary>Mends a text for a schema: of what the text may mean, the first that fits is taken.</summary>
internal sealed class GuidedRepair(JsonSchema schema)
{
    // The validator goes less deep, and a document's own reading takes the square of its depth.
    private const int DeepestValue = 1000;
    private const int MostElements = 32;
    private readonly SchemaFit _fit = new(schema.Document);

    public RepairOutcome Mend(string text)
    {
        var plain = JsonRepair.Mend(text);
        if (plain.Json is null)
            return plain with { Errors = [new SchemaError("", "the text holds no JSON")] };
        var errors = Check(plain.Json);
        if (plain.Confidence == RepairConfidence.Exact || errors.Count == 0)
            return plain with { Errors = errors };
        var best = plain with { Errors = errors };
        foreach (var json in Candidates(text, plain.Json))
        {
            var fitted = Fitted(json);
            var wrong = Check(fitted);
            if (wrong.Count == 0)
                return new RepairOutcome(fitted, RepairConfidence.Guessed);
            if (wrong.Count < best.Errors.Count)
                best = new RepairOutcome(fitted, RepairConfidence.Guessed) { Errors = wrong };
        }

        // A phrase is a value only where a text is wanted.
        return text.AsSpan().IndexOfAny("{[\"'`") < 0 && plain.Json[0] == '"' ? best with { Json = null } : best;
    }

    /// <summary>What was read; then its elements when several documents stood in a row; then what stands in prose.</summary>
    private IEnumerable<string> Candidates(string text, string read)
    {
        yield return read;
        if (Parsed(read) is JsonArray several)
        {
            foreach (var element in several.Take(MostElements))
            {
                if (element is JsonObject or JsonArray)
                    yield return element.ToJsonString(JsonRepair.Written);
            }
        }

        var start = text.AsSpan().IndexOfAny('{', '[');
        if (start >= 0)
        {
            foreach (var json in JsonRepair.AllEmbedded(text, start))
                yield return json;
        }

        foreach (var bracket in _fit.WantedBrackets)
        {
            var first = text.IndexOf(bracket);
            if (first >= 0 && JsonRepair.Read(text, first).Json is { } inner)
                yield return inner;
        }
    }

    private string Fitted(string json) =>
        Parsed(json) is { } value ? _fit.Fit(value)?.ToJsonString(JsonRepair.Written) ?? "null" : json;

    private IReadOnlyList<SchemaError> Check(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestValue });
            return schema.Check(document.RootElement);
        }
        catch (JsonException)
        {
            return [new SchemaError("", $"the value is nested more than {DeepestValue} levels deep, too deep to be checked")];
        }
    }

    /// <summary>The value, unless it is nested deeper than anything that is mended.</summary>
    private static JsonNode? Parsed(string json)
    {
        try
        {
            var value = JsonNode.Parse(json);

            // A name that stands twice is noticed at the first look inside only.
            _ = value?.DeepClone();
            return value;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
