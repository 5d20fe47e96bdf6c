using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Config;

namespace Tako.Models.Wire.Responses;

/// <summary>Writes the body of a Responses request. Nothing is left at the provider: every call brings its whole
/// conversation.</summary>
internal static class ResponsesRequest
{
    public static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model", request.Model.UpstreamId);
        if (request.Options?.Instructions is { Length: > 0 } instructions)
            json.WriteString("instructions", instructions);
        json.WriteStartArray("input");
        foreach (var message in request.Messages)
            ResponsesInput.Write(json, message);
        if (request.FormatInWords is { } format)
            ResponsesInput.WriteText(json, "developer", JsonInWords.Write(format.Schema));
        json.WriteEndArray();
        WriteSampling(json, request);
        WriteTools(json, request);
        WriteFormat(json, request);
        json.WriteBoolean("store", false);
        if (request.Streamed)
            json.WriteBoolean("stream", true);
        json.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.MaxOutput is { } most)
            json.WriteNumber("max_output_tokens", most);
        if (!request.Model.Capabilities.HasFlag(ModelCapabilities.Sampling))
            return;
        if (request.Options?.Temperature is { } temperature)
            json.WriteNumber("temperature", (decimal)temperature);
        if (request.Options?.TopP is { } topP)
            json.WriteNumber("top_p", (decimal)topP);
    }

    private static void WriteTools(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.Functions is not { Count: > 0 } functions)
            return;
        json.WriteStartArray("tools");
        foreach (var function in functions)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteString("name", function.Name);
            json.WriteString("description", function.Description);
            json.WritePropertyName("parameters");
            function.JsonSchema.WriteTo(json);
            json.WriteBoolean("strict", false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (request.Options?.AllowMultipleToolCalls is { } parallel)
            json.WriteBoolean("parallel_tool_calls", parallel);
        switch (request.Options?.ToolMode)
        {
            case NoneChatToolMode:
                json.WriteString("tool_choice", "none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                json.WriteStartObject("tool_choice");
                json.WriteString("type", "function");
                json.WriteString("name", name);
                json.WriteEndObject();
                break;
            case RequiredChatToolMode:
                json.WriteString("tool_choice", "required");
                break;
        }
    }

    private static void WriteFormat(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.Options?.ResponseFormat is not ChatResponseFormatJson format || request.FormatInWords is not null)
            return;
        json.WriteStartObject("text");
        json.WriteStartObject("format");
        if (format.Schema is { } schema)
        {
            json.WriteString("type", "json_schema");
            json.WriteString("name", format.SchemaName ?? "answer");
            if (format.SchemaDescription is { } description)
                json.WriteString("description", description);
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteBoolean("strict", StrictSchema.Fits(schema));
        }
        else
        {
            json.WriteString("type", "json_object");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
