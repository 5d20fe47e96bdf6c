using System.Buffers;
using System.Text.Json;

namespace Tako.Server.Responses;

/// <summary>Puts together what a request of the Responses API asks in all: what was asked and answered before, then its own
/// input.</summary>
internal static class ResponseInput
{
    /// <summary>The items in order as a JSON array.</summary>
    /// <exception cref="JsonException">The input is neither a text nor a list.</exception>
    public static byte[] Join(StoredResponse? before, JsonElement own)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartArray();
            if (before is not null)
                WriteBefore(json, before);
            switch (own.ValueKind)
            {
                case JsonValueKind.String:
                    WriteWords(json, own);
                    break;
                case JsonValueKind.Array:
                    foreach (var item in own.EnumerateArray())
                        item.WriteTo(json);
                    break;
                case JsonValueKind.Undefined or JsonValueKind.Null:
                    break;
                default:
                    throw new JsonException("'input' must be a text or a list of items.");
            }

            json.WriteEndArray();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteBefore(Utf8JsonWriter json, StoredResponse before)
    {
        using var input = JsonDocument.Parse(before.Input);
        foreach (var item in input.RootElement.EnumerateArray())
            item.WriteTo(json);
        using var answer = JsonDocument.Parse(before.Answer);
        if (!answer.RootElement.TryGetProperty("output", out var items) || items.ValueKind != JsonValueKind.Array)
            return;
        foreach (var item in items.EnumerateArray())
        {
            if (!IsLostThought(item))
                item.WriteTo(json);
        }
    }

    // A thought that the provider kept to itself means nothing to a provider that was asked to keep nothing.
    private static bool IsLostThought(JsonElement item) => item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("type", out var type) && type.ValueEquals("reasoning"u8)
        && (!item.TryGetProperty("encrypted_content", out var sealed_) || sealed_.ValueKind != JsonValueKind.String);

    private static void WriteWords(Utf8JsonWriter json, JsonElement words)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "user"u8);
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "input_text"u8);
        json.WritePropertyName("text"u8);
        words.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
