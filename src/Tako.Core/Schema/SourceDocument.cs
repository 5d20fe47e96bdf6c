using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Core.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tako.Core.Schema;

/// <summary>
/// A YAML or JSON text as a JSON value that still knows on which line each value stood. Anchors, tags and other YAML that
/// has no JSON meaning are faults; plain scalars follow the YAML 1.2 core schema.
/// </summary>
public sealed class SourceDocument
{
    private const int MaxDepth = 64;
    private const int MaxCharacters = 4 * 1024 * 1024;
    private readonly Dictionary<string, int> _lines = [];
    private readonly List<Fault> _faults = [];

    private SourceDocument() { }

    public JsonElement Root { get; private set; }

    /// <summary>Line (from 1) of the value at a JSON Pointer, or of the nearest value above it.</summary>
    public int LineOf(string pointer)
    {
        while (true)
        {
            if (_lines.TryGetValue(pointer, out var line))
                return line;
            var slash = pointer.LastIndexOf('/');
            if (slash < 0)
                return 1;
            pointer = pointer[..slash];
        }
    }

    /// <summary>Gives a fault found in the value its line in the text.</summary>
    public Fault Fault(string pointer, string message) => new(pointer.Length == 0 ? "/" : pointer, LineOf(pointer), message);

    public static Parsed<SourceDocument> Parse(string text)
    {
        if (text.Length > MaxCharacters)
            return new Parsed<SourceDocument>.Faulty([new Fault("/", 1, $"is longer than {MaxCharacters} characters")]);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException wrong)
        {
            return new Parsed<SourceDocument>.Faulty([new Fault("/", (int)wrong.Start.Line, $"is neither YAML nor JSON: {wrong.Message}")]);
        }

        if (stream.Documents.Count != 1)
            return new Parsed<SourceDocument>.Faulty([new Fault("/", 1, $"holds {stream.Documents.Count} documents; write exactly one")]);
        var document = new SourceDocument();
        var root = document.Convert(stream.Documents[0].RootNode, "", 0);
        if (document._faults.Count > 0)
            return new Parsed<SourceDocument>.Faulty(document._faults);
        document.Root = JsonSerializer.SerializeToElement(root);
        return new Parsed<SourceDocument>.Ok(document);
    }

    /// <summary>Writes one key or index as a part of a JSON Pointer (RFC 6901).</summary>
    public static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private JsonNode? Convert(YamlNode node, string pointer, int depth)
    {
        _lines[pointer] = (int)node.Start.Line;
        if (depth > MaxDepth)
        {
            _faults.Add(Fault(pointer, $"is nested deeper than {MaxDepth} levels"));
            return null;
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var result = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name })
                    {
                        _faults.Add(Fault(pointer, "has a key that is not a plain text"));
                        continue;
                    }

                    result[name] = Convert(value, $"{pointer}/{Escape(name)}", depth + 1);
                }

                return result;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                for (var index = 0; index < sequence.Children.Count; index++)
                    items.Add(Convert(sequence.Children[index], $"{pointer}/{index}", depth + 1));
                return items;
            case YamlScalarNode scalar:
                return Scalar(scalar);
            default:
                _faults.Add(Fault(pointer, "is an alias; write the value out"));
                return null;
        }
    }

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
            return JsonValue.Create(text);
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE":
                return JsonValue.Create(false);
        }

        const NumberStyles Integer = NumberStyles.AllowLeadingSign;
        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (long.TryParse(text, Integer, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        return decimal.TryParse(text, Real, CultureInfo.InvariantCulture, out var real)
            ? JsonValue.Create(real)
            : JsonValue.Create(text);
    }
}
