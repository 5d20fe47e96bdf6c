using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tako.Eval.Failover.Provider;

/// <summary>Vectors for texts: always the same for the same text, and of no meaning.</summary>
internal static class Embeddings
{
    private const int Dimensions = 8;

    /// <summary>The body of the answer; null when the request cannot be read.</summary>
    public static string? Answer(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("model", out var model)
                || model.ValueKind != JsonValueKind.String || !root.TryGetProperty("input", out var input))
                return null;
            var texts = input.ValueKind switch
            {
                JsonValueKind.String => [input.GetString()!],
                JsonValueKind.Array => input.EnumerateArray().Select(text => text.ToString()).ToList(),
                _ => new List<string>(),
            };
            var encoded = root.TryGetProperty("encoding_format", out var format) && format.ValueKind == JsonValueKind.String
                && format.GetString() == "base64";
            var items = texts.Select((text, index) =>
                $"{{\"object\":\"embedding\",\"index\":{index},\"embedding\":{Vector(text, encoded)}}}");
            var words = texts.Sum(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
            return $"{{\"object\":\"list\",\"data\":[{string.Join(',', items)}],\"model\":{model.GetRawText()},"
                + $"\"usage\":{{\"prompt_tokens\":{words},\"total_tokens\":{words}}}}}";
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Vector(string text, bool encoded)
    {
        var vector = new float[Dimensions];
        for (var index = 0; index < text.Length; index++)
            vector[index % Dimensions] += text[index];
        var length = MathF.Max(1, MathF.Sqrt(vector.Sum(part => part * part)));
        for (var index = 0; index < Dimensions; index++)
            vector[index] /= length;
        return encoded
            ? $"\"{Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector))}\""
            : $"[{string.Join(',', vector.Select(part => part.ToString("0.######", CultureInfo.InvariantCulture)))}]";
    }
}
