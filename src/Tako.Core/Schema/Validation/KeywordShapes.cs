using System.Text.Json;
using Tako.Core.Faults;

namespace Tako.Core.Schema.Validation;

/// <summary>How each keyword of the standard is to be written. Unknown keywords may hold anything.</summary>
internal static class KeywordShapes
{
    private static readonly string[] Types = ["array", "boolean", "integer", "null", "number", "object", "string"];

    /// <summary>Which subschemas a keyword holds.</summary>
    public enum Content { None, Schema, List, Map }

    public static Content Holds(string keyword) => keyword switch
    {
        "items" or "contains" or "additionalProperties" or "propertyNames" or "unevaluatedItems" or "unevaluatedProperties" or "not"
            or "if" or "then" or "else" or "contentSchema" => Content.Schema,
        "prefixItems" or "allOf" or "anyOf" or "oneOf" => Content.List,
        "$defs" or "definitions" or "properties" or "patternProperties" or "dependentSchemas" or "dependencies" => Content.Map,
        _ => Content.None,
    };

    /// <summary>What is wrong with a keyword's value itself, without looking into subschemas; null when nothing is.</summary>
    public static string? Fault(string keyword, JsonElement value) => keyword switch
    {
        "type" => Type(value),
        "enum" => value.ValueKind == JsonValueKind.Array ? null : Expected("a list of values", value),
        "multipleOf" => value.ValueKind == JsonValueKind.Number && JsonNumber.Of(value).IsPositive
            ? null : Expected("a number above 0", value),
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" =>
            value.ValueKind == JsonValueKind.Number ? null : Expected("a number", value),
        "minLength" or "maxLength" or "minItems" or "maxItems" or "minContains" or "maxContains" or "minProperties" or "maxProperties" =>
            IsCount(value) ? null : Expected("a whole number from 0", value),
        "uniqueItems" or "deprecated" or "readOnly" or "writeOnly" =>
            value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : Expected("true or false", value),
        "pattern" => value.ValueKind != JsonValueKind.String ? Expected("a regular expression", value) : Pattern(value.GetString()!),
        "required" => Names(value),
        "dependentRequired" => value.ValueKind != JsonValueKind.Object ? Expected("an object", value)
            : value.EnumerateObject().Select(entry => Names(entry.Value)).FirstOrDefault(fault => fault is not null),
        "patternProperties" => value.ValueKind != JsonValueKind.Object ? Expected("an object", value)
            : value.EnumerateObject().Select(entry => Pattern(entry.Name)).FirstOrDefault(fault => fault is not null),
        "$id" => value.ValueKind != JsonValueKind.String ? Expected("a text", value)
            : value.GetString()!.TrimEnd('#').Contains('#', StringComparison.Ordinal)
                ? "has a fragment; an address has none, use $anchor for a name" : null,
        "$anchor" or "$dynamicAnchor" => value.ValueKind == JsonValueKind.String && IsName(value.GetString()!)
            ? null : Expected("a name of letters, digits, '-', '_' and '.'", value),
        "$ref" or "$dynamicRef" or "$schema" or "$comment" or "title" or "description" or "format" or "contentEncoding"
            or "contentMediaType" => value.ValueKind == JsonValueKind.String ? null : Expected("a text", value),
        "examples" => value.ValueKind == JsonValueKind.Array ? null : Expected("a list", value),
        "items" when value.ValueKind == JsonValueKind.Array => "is a list; write the schemas of the first items under prefixItems",
        _ => Holds(keyword) switch
        {
            Content.List => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
                ? null : Expected("a list of at least one schema", value),
            Content.Map => value.ValueKind == JsonValueKind.Object ? null : Expected("an object of schemas", value),
            _ => null,
        },
    };

    private static string Expected(string what, JsonElement value) => $"expected {what}, found {Wording.Found(value)}";

    private static bool IsCount(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && JsonNumber.Of(value) is var number && number.IsInteger
        && number.CompareTo(JsonNumber.Parse("0")) >= 0;

    private static string? Type(JsonElement value)
    {
        var names = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value };
        if (names.Length == 0)
            return "names no type";
        foreach (var name in names)
        {
            if (name.ValueKind != JsonValueKind.String)
                return Expected("the name of a type", name);
            if (!Types.Contains(name.GetString()))
            {
                return $"{Wording.Shown(name)} is not a type; " + (NearestName.Of(name.GetString()!, Types) is { } near
                    ? $"did you mean '{near}'?" : $"types are: {string.Join(", ", Types)}");
            }
        }

        return names.Select(name => name.GetString()).Distinct().Count() == names.Length ? null : "names a type twice";
    }

    private static string? Names(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
            return Expected("a list of property names", value);
        return value.EnumerateArray().Select(name => name.GetString()).Distinct().Count() == value.GetArrayLength()
            ? null : "names a property twice";
    }

    private static string? Pattern(string source) => EcmaPattern.TryParse(source, out var fault) is null
        ? $"'{source}' is not a regular expression: {fault}" : null;

    private static bool IsName(string name) => name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
