using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Core.Faults;

namespace Tako.Core.Schema;

/// <summary>Reads strict JSON and remembers the line of each value.</summary>
internal sealed class JsonSource(string text, int maxDepth)
{
    private readonly SourceValues _values = new();
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);
    private int _counted;
    private int _line = 1;

    /// <summary>Begins with an object whose first key is quoted, or with a list of such values.</summary>
    public bool LooksLikeJson { get; } = text.AsSpan().TrimStart() is ['{', .. var rest] && rest.TrimStart() is [] or ['"', ..] or ['}', ..]
        || text.AsSpan().TrimStart().StartsWith('[');

    public Dictionary<string, int> Lines => _values.Lines;

    public IReadOnlyList<Fault> Faults => _values.Faults;

    /// <summary>Why the text is not JSON, after a reading that gave nothing.</summary>
    public Fault? Wrong { get; private set; }

    public JsonNode? Read()
    {
        var reader = new Utf8JsonReader(_bytes, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            reader.Read();
            var value = Value(ref reader, "");
            return reader.Read() ? null : value;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            var line = (int)((wrong as JsonException)?.LineNumber ?? _line - 1) + 1;
            Wrong = new Fault("/", line, "is not valid JSON from here on; look for a missing quote, comma or bracket");
            return null;
        }
    }

    private JsonNode? Value(ref Utf8JsonReader reader, string pointer)
    {
        var line = LineOf(reader.TokenStartIndex);
        if (!_values.Note(pointer, line))
            throw new JsonException();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var result = new JsonObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = reader.GetString()!;
                    var keyLine = LineOf(reader.TokenStartIndex);
                    reader.Read();
                    _values.Put(result, pointer, key, Value(ref reader, $"{pointer}/{SourceDocument.Escape(key)}"), keyLine);
                }

                return result;
            case JsonTokenType.StartArray:
                var items = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Value(ref reader, $"{pointer}/{items.Count}"));
                return items;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.Number:
                return JsonNode.Parse(reader.ValueSpan);
            case JsonTokenType.True or JsonTokenType.False:
                return JsonValue.Create(reader.GetBoolean());
            default:
                return null;
        }
    }

    private int LineOf(long index)
    {
        for (; _counted < index; _counted++)
            _line += _bytes[_counted] == (byte)'\n' ? 1 : 0;
        return _line;
    }
}
