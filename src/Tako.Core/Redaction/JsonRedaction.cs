using System.Text;
using System.Text.Json;

namespace Tako.Core.Redaction;

/// <summary>
/// Rewrites a JSON text value by value, so that a secret is found however it was escaped and the result stays JSON.
/// </summary>
internal static class JsonRedaction
{
    /// <summary>Null when the text is not JSON; the same memory when it holds no secret.</summary>
    public static ReadOnlyMemory<byte>? Rewrite(ReadOnlyMemory<byte> utf8Json, SecretScan scan, bool brief)
    {
        try
        {
            var output = new MemoryStream(utf8Json.Length);
            bool found;
            using (var writer = new Utf8JsonWriter(output))
                found = Copy(new Utf8JsonReader(utf8Json.Span), writer, scan, brief);
            return found ? output.GetBuffer().AsMemory(0, (int)output.Length) : utf8Json;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string with half a surrogate pair: the caller searches the plain text instead.
            return null;
        }
    }

    private static bool Copy(Utf8JsonReader reader, Utf8JsonWriter writer, SecretScan scan, bool brief)
    {
        var found = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(Clean(reader.GetString()!, scan, brief, ref found));
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(Clean(reader.GetString()!, scan, brief, ref found));
                    break;
                default:
                    Raw(reader, writer, scan, brief, ref found);
                    break;
            }
        }

        return found;
    }

    /// <summary>Numbers and literals; a secret of digits becomes a string.</summary>
    private static void Raw(Utf8JsonReader reader, Utf8JsonWriter writer, SecretScan scan, bool brief, ref bool found)
    {
        var text = Encoding.UTF8.GetString(reader.ValueSpan);
        if (scan.Hits(text))
            writer.WriteStringValue(Clean(text, scan, brief, ref found));
        else
            writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
    }

    private static string Clean(string text, SecretScan scan, bool brief, ref bool found)
    {
        var clean = scan.Replace(text, brief);
        found |= !ReferenceEquals(clean, text);
        return clean;
    }
}
