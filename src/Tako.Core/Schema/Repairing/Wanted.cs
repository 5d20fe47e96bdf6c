using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <summary>Which kinds of value a schema's <c>type</c>, <c>enum</c> or <c>const</c> takes.</summary>
internal sealed record Wanted(bool String, bool Number, bool Integer, bool Boolean, bool Null, bool Object, bool Array)
{
    /// <summary>Null when the schema says nothing about kinds.</summary>
    public static Wanted? Of(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return null;
        var names = new HashSet<string>();
        if (schema.TryGetProperty("type", out var type))
        {
            foreach (var name in type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : (JsonElement[])[type])
                names.Add(name.ToString());
        }
        else if (schema.TryGetProperty("const", out var only))
        {
            names.Add(Kind(only));
        }
        else if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array)
        {
            foreach (var choice in choices.EnumerateArray())
                names.Add(Kind(choice));
        }
        else if (schema.TryGetProperty("properties", out _) || schema.TryGetProperty("required", out _))
        {
            names.Add("object");
        }

        return names.Count == 0 ? null : new Wanted(names.Contains("string"), names.Contains("number"),
            names.Contains("integer") || names.Contains("number"), names.Contains("boolean"), names.Contains("null"),
            names.Contains("object"), names.Contains("array"));
    }

    public bool Allows(JsonNode? value) => value switch
    {
        null => Null,
        JsonObject => Object,
        JsonArray => Array,
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => String,
            JsonValueKind.True or JsonValueKind.False => Boolean,
            _ => Number || (Integer && value.ToJsonString().AsSpan().IndexOfAny('.', 'e', 'E') < 0),
        },
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
