using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>Whether a schema fits the subset that providers can enforce to the letter: closed objects with every
/// property required.</summary>
internal static class StrictSchema
{
    private static readonly string[] Unsupported =
        ["patternProperties", "not", "if", "dependentSchemas", "dependentRequired", "allOf", "oneOf"];

    public static bool Fits(JsonElement schema)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.Array:
                return schema.EnumerateArray().All(Fits);
            case JsonValueKind.Object:
                if (Unsupported.Any(word => schema.TryGetProperty(word, out _)))
                    return false;
                return (!schema.TryGetProperty("properties", out var properties) || IsClosed(schema, properties))
                    && schema.EnumerateObject().All(member => Fits(member.Value));
            default:
                return true;
        }
    }

    private static bool IsClosed(JsonElement schema, JsonElement properties) =>
        properties.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False
        && schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
        && properties.EnumerateObject().All(property =>
            required.EnumerateArray().Any(name => name.ValueEquals(property.Name)));
}
