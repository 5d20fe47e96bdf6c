using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <summary>
/// Brings a value that was guessed at nearer to a schema, where the schema leaves one way to read it. What does not fit then is
/// for the validator to say. Keywords it does not know it leaves alone.
/// </summary>
internal sealed class SchemaFit(JsonElement root)
{
    private const int MostHops = 16;
    private const int MostDepth = 100;
    private const int MostNames = 200;
    private int _depth;

    /// <summary>The brackets a whole value may begin with.</summary>
    public IEnumerable<char> WantedBrackets => Wanted.Of(Resolved(root)) is { } wanted
        ? [.. wanted.Object ? "{" : "", .. wanted.Array ? "[" : ""]
        : "{[";

    public JsonNode? Fit(JsonNode? value) => Fit(value, root);

    private JsonNode? Fit(JsonNode? value, JsonElement schema)
    {
        schema = Resolved(schema);
        if (schema.ValueKind != JsonValueKind.Object || _depth > MostDepth)
            return value;
        _depth++;
        foreach (var part in Parts(schema, "allOf"))
            value = Fit(value, part);
        foreach (var keyword in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (Branch(value, schema, keyword) is { } branch)
                value = Fit(value, branch);
        }

        value = Scalars.Fit(Shaped(value, schema), schema);
        if (value is JsonObject members)
            FitMembers(members, schema);
        else if (value is JsonArray items)
            FitItems(items, schema);
        _depth--;
        return value;
    }

    /// <summary>A single value where a list is wanted becomes its only item; a list of one where none is wanted gives it up.</summary>
    private static JsonNode? Shaped(JsonNode? value, JsonElement schema)
    {
        if (value is null || Wanted.Of(schema) is not { } wanted)
            return value;
        if (value is JsonValue text && (wanted.Object || wanted.Array) && !wanted.String && Scalars.Document(text) is { } inner)
            value = inner;
        if (value is not JsonArray && wanted.Array && !wanted.Allows(value))
            return new JsonArray(value);
        if (value is not JsonArray { Count: 1 } list || wanted.Array)
            return value;
        var only = list[0];
        list.RemoveAt(0);
        return only;
    }

    private void FitItems(JsonArray items, JsonElement schema)
    {
        var first = Parts(schema, "prefixItems").ToList();
        var rest = schema.TryGetProperty("items", out var all) ? all : default;
        for (var index = 0; index < items.Count; index++)
        {
            var part = index < first.Count ? first[index] : rest;
            if (part.ValueKind != JsonValueKind.Object)
                continue;
            var item = items[index];
            items[index] = null;
            items[index] = Fit(item, part);
        }
    }

    private void FitMembers(JsonObject members, JsonElement schema)
    {
        var known = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Take(MostNames).ToDictionary(static member => member.Name, static member => member.Value)
            : [];
        var open = schema.TryGetProperty("additionalProperties", out var others) ? others : default;
        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(static name => name.ToString()).ToHashSet()
            : [];
        var patterned = schema.TryGetProperty("patternProperties", out _);
        var pairs = members.ToList();
        members.Clear();
        var present = pairs.Select(static pair => pair.Key).ToHashSet();
        foreach (var (read, value) in pairs)
        {
            var name = known.ContainsKey(read) || patterned ? read : Nearness.Only(read, known.Keys, present) ?? read;
            present.Add(name);
            var part = known.TryGetValue(name, out var own) ? own : patterned ? default : open;

            // A value that was cut off before it began is better not there than null.
            if (value is null && !required.Contains(name)
                && (part.ValueKind == JsonValueKind.False || Wanted.Of(Resolved(part)) is { Null: false }))
                continue;
            members[name] = part.ValueKind == JsonValueKind.Object ? Fit(value, part) : value;
        }
    }

    /// <summary>The first branch that wants a value of this kind; else the first that changes it into what it wants.</summary>
    private JsonElement? Branch(JsonNode? value, JsonElement schema, string keyword)
    {
        foreach (var branch in Parts(schema, keyword))
        {
            if (Wanted.Of(Resolved(branch)) is not { } wanted || wanted.Allows(value))
                return branch;
        }

        foreach (var branch in Parts(schema, keyword))
        {
            if (Wanted.Of(Resolved(branch)) is { } wanted && wanted.Allows(Scalars.Fit(value?.DeepClone(), Resolved(branch))))
                return branch;
        }

        return null;
    }

    private static IEnumerable<JsonElement> Parts(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var parts) && parts.ValueKind == JsonValueKind.Array ? parts.EnumerateArray() : [];

    /// <summary>Follows references to places in the same document.</summary>
    private JsonElement Resolved(JsonElement schema)
    {
        for (var hops = 0; hops < MostHops && schema.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String; hops++)
        {
            var path = reference.GetString()!;
            if (!path.StartsWith('#'))
                return schema;
            var place = root;
            foreach (var step in path[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal)
                    .Replace("~0", "~", StringComparison.Ordinal);
                if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(name, out place))
                    return schema;
            }

            schema = place;
        }

        return schema;
    }
}
