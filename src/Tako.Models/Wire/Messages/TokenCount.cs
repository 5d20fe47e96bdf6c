using System.Buffers;
using System.Text.Json;

namespace Tako.Models.Wire.Messages;

/// <summary>The answer to the question how many tokens a prompt has.</summary>
internal static class TokenCount
{
    public static void Write(long tokens, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Compact);
        json.WriteStartObject();
        json.WriteNumber("input_tokens", tokens);
        json.WriteEndObject();
    }

    /// <summary>What a provider counted; null when the body says something else.</summary>
    public static long? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Member("input_tokens") is { ValueKind: JsonValueKind.Number } count
                && count.TryGetInt64(out var tokens) && tokens >= 0 ? tokens : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
