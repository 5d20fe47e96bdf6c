using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Config;

namespace Tako.Models.Wire.Responses;

/// <summary>Writes the body of a Responses request. Nothing is left at the provider: every call brings its whole
/// conversation.</summary>
internal static class ResponsesBody
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
        WriteText(json, request);
        WriteFurther(json, request);
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
            json.WriteBoolean("strict", function is WireFunction { Strict: true });
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
            case AutoChatToolMode:
                json.WriteString("tool_choice", "auto");
                break;
        }
    }

    // The format and how wordy the answer is.
    private static void WriteText(Utf8JsonWriter json, ChatRequest request)
    {
        var wire = AskDetails.Of(request.Options);
        var format = request.FormatInWords is null ? request.Options?.ResponseFormat as ChatResponseFormatJson : null;
        if (format is null && wire.Verbosity is null)
            return;
        json.WriteStartObject("text");
        if (format is not null)
            WriteFormat(json, format, wire.StrictFormat);
        WireText.Optional(json, "verbosity", wire.Verbosity);
        json.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter json, ChatResponseFormatJson format, bool? strict)
    {
        json.WriteStartObject("format");
        if (format.Schema is { } schema)
        {
            json.WriteString("type", "json_schema");
            json.WriteString("name", format.SchemaName ?? "answer");
            WireText.Optional(json, "description", format.SchemaDescription);
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteBoolean("strict", strict ?? StrictSchema.Fits(schema));
        }
        else
        {
            json.WriteString("type", "json_object");
        }

        json.WriteEndObject();
    }

    private static void WriteFurther(Utf8JsonWriter json, ChatRequest request)
    {
        var wire = AskDetails.Of(request.Options);
        WriteReasoning(json, request, wire);
        var seals = wire.WantsSeals || request.Messages.Any(message => message.Contents.Any(content =>
            content is TextReasoningContent thought && ThoughtSeal.TryItem(thought.ProtectedData, out _, out _)));
        var logProbs = wire.LogProbs || wire.TopLogProbs > 0;
        if (seals || logProbs)
        {
            json.WriteStartArray("include");
            if (seals)
                json.WriteStringValue("reasoning.encrypted_content");
            if (logProbs)
                json.WriteStringValue("message.output_text.logprobs");
            json.WriteEndArray();
        }

        if (wire.TopLogProbs is { } top and > 0)
            json.WriteNumber("top_logprobs", top);
        WireText.Optional(json, "user", wire.User);
        WireText.Optional(json, "safety_identifier", wire.SafetyId);
        WireText.Optional(json, "prompt_cache_key", wire.CacheKey);
        WireText.Optional(json, "service_tier", wire.ServiceTier);
        WireText.Optional(json, "metadata", wire.Metadata);
        wire.WriteOwn(json, WireKind.Responses);
    }

    private static void WriteReasoning(Utf8JsonWriter json, ChatRequest request, AskDetails wire)
    {
        var effort = wire.EffortIsGuess && request.Model.Capabilities.HasFlag(ModelCapabilities.Sampling)
            ? null
            : Efforts.Word(request.Options);
        // Whoever sees thoughts by default gets their summary.
        var summary = wire.Summary ?? (effort is not null && wire.From == WireKind.Messages ? "auto" : null);
        if (effort is null && summary is null)
            return;
        json.WriteStartObject("reasoning");
        WireText.Optional(json, "effort", effort);
        WireText.Optional(json, "summary", summary);
        json.WriteEndObject();
    }
}
