using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema.Validation;

namespace Tako.Core.Schema;

/// <summary>A JSON schema (draft 2020-12), compiled once and checked often. Safe for concurrent use.</summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;
    private readonly bool _assertFormats;

    private JsonSchema(JsonElement document, SchemaNode root, bool assertFormats) =>
        (Document, _root, _assertFormats) = (document, root, assertFormats);

    public JsonElement Document { get; }

    /// <inheritdoc cref="Parse(JsonElement, bool)"/>
    public static Parsed<JsonSchema> Parse(string json, bool assertFormats = false)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = SchemaCompiler.MaxDepth * 2 });
            return Parse(document.RootElement, assertFormats);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            // A text with half a character (a lone surrogate) is an argument's fault to the parser.
            var line = (int)((wrong as JsonException)?.LineNumber ?? 0) + 1;
            return new Parsed<JsonSchema>.Faulty(
                [new Fault("/", line, "is not valid JSON; a schema is a JSON object, or true or false")]);
        }
    }

    /// <summary>Compiles a schema, or lists every fault in it. References lead only to places inside the same document.</summary>
    /// <param name="document">The schema; it is copied.</param>
    /// <param name="assertFormats">Whether <c>format</c> is checked; the standard treats it as a remark.</param>
    public static Parsed<JsonSchema> Parse(JsonElement document, bool assertFormats = false)
    {
        var copy = document.Clone();
        var compiler = new SchemaCompiler(copy);
        var root = compiler.Compile();
        return compiler.Faults.Count > 0
            ? new Parsed<JsonSchema>.Faulty(compiler.Faults)
            : new Parsed<JsonSchema>.Ok(new JsonSchema(copy, root, assertFormats));
    }

    /// <summary>Every way in which the value does not fit, at most <see cref="Evaluation.MostErrors"/>; empty when it fits.</summary>
    public IReadOnlyList<SchemaError> Check(JsonElement value)
    {
        // Most values fit: say so without the cost of writing messages down.
        var quick = new Evaluation(_assertFormats);
        if (quick.Check(_root, value, null, null) && quick.Stopped is null)
            return [];
        if (quick.Stopped is { } stopped)
            return [new SchemaError("", stopped)];
        var errors = new List<SchemaError>();
        var full = new Evaluation(_assertFormats);
        full.Check(_root, value, errors, null);
        if (full.Stopped is { } why)
            errors.Insert(0, new SchemaError("", why));
        return errors;
    }
}
