using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>What the readers of all protocols share: pictures and files by address or as bytes, functions and schemas.</summary>
internal static class AskParts
{
    private const string AnyPicture = "image/*";

    /// <summary>A picture or document by its address; <c>data:</c> addresses carry the bytes. Null after a fault.</summary>
    public static AIContent? Linked(AskNode node, string name, string mediaType = AnyPicture)
    {
        var address = node.Needs(name);
        if (address.Length == 0)
            return null;
        try
        {
            if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            {
                var data = new DataContent(address);
                if (data.Data.Length > 0)
                    return data;
            }
            else if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                return new UriContent(uri, mediaType);
            }
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            // Told below.
        }

        node.Fault(name, "must be an http(s) address or a data: address with base64");
        return null;
    }

    /// <summary>Bytes in base64; null after a fault.</summary>
    public static DataContent? Encoded(AskNode node, string name, string mediaType, string? fileName = null)
    {
        var text = node.Needs(name);
        if (text.Length == 0)
            return null;
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return Linked(node, name) is DataContent linked ? Named(linked, fileName) : null;
        try
        {
            return Named(new DataContent(Convert.FromBase64String(text), mediaType), fileName);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            node.Fault(name, "must be base64");
            return null;
        }
    }

    public static WireFunction Function(AskNode node, string schemaName)
    {
        var schema = node.Object(schemaName)?.Element.Clone() ?? default;
        return new WireFunction(node.Needs("name"), node.Text("description") ?? "", schema, node.Flag("strict"),
            node.Any("cache_control") is { ValueKind: JsonValueKind.Object } cache ? cache.Clone() : null);
    }

    /// <summary>A format in OpenAI's words; the node holds <c>type</c>, and the schema's node its name and schema.</summary>
    public static ChatResponseFormat? Format(AskNode node, AskNode? schemaNode, ref bool? strict)
    {
        switch (node.Needs("type"))
        {
            case "text" or "":
                return null;
            case "json_object":
                return ChatResponseFormat.Json;
            case "json_schema" when schemaNode is { } held:
                strict = held.Flag("strict");
                return held.Object("schema") is { } schema
                    ? ChatResponseFormat.ForJsonSchema(schema.Element.Clone(), held.Text("name"), held.Text("description"))
                    : Missing(held, "schema");
            case "json_schema":
                return Missing(node, "json_schema");
            default:
                node.Fault("type", "must be text, json_object or json_schema");
                return null;
        }
    }

    private static ChatResponseFormat? Missing(AskNode node, string name)
    {
        if (!node.Has(name))
            node.Fault(name, "is missing");
        return null;
    }

    /// <summary>The top-level members that this protocol alone knows.</summary>
    public static List<(string, JsonElement)> Own(AskNode root, params ReadOnlySpan<string> understood)
    {
        List<(string, JsonElement)> own = [];
        foreach (var member in root.Element.EnumerateObject())
        {
            if (!understood.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null)
                own.Add((member.Name, member.Value.Clone()));
        }

        return own;
    }

    private static DataContent Named(DataContent data, string? name)
    {
        data.Name = name ?? data.Name;
        return data;
    }
}
