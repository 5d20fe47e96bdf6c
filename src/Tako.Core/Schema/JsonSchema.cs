using System.Text.Json;
using Tako.Core.Contracts;

namespace Tako.Core.Schema;

/// <summary>A JSON schema (draft 2020-12), compiled once and checked often. Safe for concurrent use.</summary>
public sealed class JsonSchema
{
    private JsonSchema(JsonElement document) => Document = document;

    public JsonElement Document { get; }

    public static Parsed<JsonSchema> Parse(string json, bool assertFormats = false) => throw new InvalidOperationException();

    public static Parsed<JsonSchema> Parse(JsonElement document, bool assertFormats = false) => throw new InvalidOperationException();

    public IReadOnlyList<SchemaError> Check(JsonElement value) => throw new InvalidOperationException();
}
