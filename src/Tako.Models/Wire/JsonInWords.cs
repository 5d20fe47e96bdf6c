using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>Asks for JSON in words, for models that cannot be bound to a schema.</summary>
internal static class JsonInWords
{
    public static string Write(JsonElement? schema) => schema is { } given
        ? "Answer with exactly one JSON value and nothing else: no prose, no code fence. " +
            $"It must satisfy this JSON schema:\n{given.GetRawText()}"
        : "Answer with exactly one JSON value and nothing else: no prose, no code fence.";
}
