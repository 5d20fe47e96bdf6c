using System.Text.Json;

namespace Tako.Models.Wire.Responses;

/// <summary>What a response repeats of the request that asked for it; where the request said nothing, what holds then.</summary>
internal sealed class ResponseEcho
{
    private static readonly (string Name, string? Usual)[] Members =
    [
        ("instructions", "null"), ("max_output_tokens", "null"), ("max_tool_calls", null), ("parallel_tool_calls", "true"),
        ("previous_response_id", "null"), ("prompt_cache_key", null), ("reasoning", """{"effort":null,"summary":null}"""),
        ("safety_identifier", null), ("service_tier", null), ("store", "true"), ("temperature", "1"),
        ("text", """{"format":{"type":"text"}}"""), ("tool_choice", "\"auto\""), ("tools", "[]"), ("top_logprobs", null),
        ("top_p", "1"), ("truncation", "\"disabled\""), ("user", "null"), ("metadata", "{}"),
    ];

    // By the places of the members; null leaves one out.
    private readonly string?[] _said;

    private ResponseEcho(JsonElement source) => _said = [.. Members.Select(member => Said(source.Member(member.Name)) ?? member.Usual)];

    /// <summary>Takes a request, or a response that repeats one; anything else is as if nothing had been asked for.</summary>
    public static ResponseEcho Of(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            return new ResponseEcho(default);
        try
        {
            // On one line: a line end would end an event.
            using var document = JsonDocument.Parse(OneLine.Of(json.Span));
            return new ResponseEcho(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return new ResponseEcho(default);
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        for (var at = 0; at < Members.Length; at++)
        {
            if (_said[at] is not { } said)
                continue;
            json.WritePropertyName(Members[at].Name);
            json.WriteRawValue(said, skipInputValidation: true);
        }
    }

    private static string? Said(JsonElement value) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : value.GetRawText();
}
