using System.Runtime.InteropServices;
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

    private readonly JsonElement _source;

    private ResponseEcho(JsonElement source) => _source = source;

    /// <summary>Takes a request, or a response that repeats one; anything else is as if nothing had been asked for.</summary>
    public static ResponseEcho Of(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            return new ResponseEcho(default);
        try
        {
            // On one line: a line end would end an event.
            using var document = JsonDocument.Parse(OneLine.Of(json.Span));
            return new ResponseEcho(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            return new ResponseEcho(default);
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        foreach (var (name, usual) in Members)
        {
            var said = _source.Member(name);
            if (said.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null && usual is null)
                continue;
            json.WritePropertyName(name);
            if (said.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
                json.WriteRawValue(usual!);
            else
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(said), skipInputValidation: true);
        }
    }
}
