using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Core.Faults;

namespace Tako.Core.Schema;

/// <summary>
/// A YAML or JSON text as a JSON value that still knows on which line each value stood. Anchors, tags and other YAML that
/// has no JSON meaning are faults; plain scalars follow the YAML 1.2 core schema.
/// </summary>
public sealed class SourceDocument
{
    private const int MaxDepth = 64;
    private const int MaxCharacters = 4 * 1024 * 1024;
    private readonly Dictionary<string, int> _lines;

    private SourceDocument(Dictionary<string, int> lines, JsonElement root) => (_lines, Root) = (lines, root);

    public JsonElement Root { get; }

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
        var json = new JsonSource(text, MaxDepth);
        if (json.LooksLikeJson && json.Read() is { } value)
            return From(value, json.Lines, json.Faults);
        var yaml = new YamlSource(text, MaxDepth);
        var root = yaml.Read();

        // A text that begins like JSON and is neither was meant as JSON.
        return yaml.Broken && json.LooksLikeJson && json.Wrong is { } wrong
            ? new Parsed<SourceDocument>.Faulty([wrong])
            : From(root, yaml.Lines, yaml.Faults);
    }

    /// <summary>Writes one key or index as a part of a JSON Pointer (RFC 6901).</summary>
    public static string Escape(string key) =>
        key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static Parsed<SourceDocument> From(JsonNode? root, Dictionary<string, int> lines, IReadOnlyList<Fault> faults) =>
        faults.Count > 0
            ? new Parsed<SourceDocument>.Faulty(faults)
            : new Parsed<SourceDocument>.Ok(new SourceDocument(lines, Element(root)));

    private static JsonElement Element(JsonNode? root)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            if (root is null)
                writer.WriteNullValue();
            else
                root.WriteTo(writer);
        }

        using var document = JsonDocument.Parse(stream.ToArray(), new JsonDocumentOptions { MaxDepth = MaxDepth + 1 });
        return document.RootElement.Clone();
    }
}
