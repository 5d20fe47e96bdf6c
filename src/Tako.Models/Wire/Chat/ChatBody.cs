using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Config;

namespace Tako.Models.Wire.Chat;

/// <summary>Writes the body of a chat completions request.</summary>
internal static class ChatBody
{
    public static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model", request.Model.UpstreamId);
        WriteMessages(json, request);
        WriteSampling(json, request);
        WriteTools(json, request);
        WriteFormat(json, request);
        WriteFurther(json, request);
        if (request.Streamed)
        {
            json.WriteBoolean("stream", true);
            if (request.Endpoint.Provider.StreamUsage)
            {
                json.WriteStartObject("stream_options");
                json.WriteBoolean("include_usage", true);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartArray("messages");
        if (!string.IsNullOrEmpty(request.Options?.Instructions))
            WriteText(json, "system", request.Options.Instructions);
        foreach (var message in request.Messages)
            WriteMessage(json, request, message);
        if (request.FormatInWords is { } format)
            WriteText(json, "system", JsonInWords.Write(format.Schema));
        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, ChatRequest request, ChatMessage message)
    {
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            json.WriteStartObject();
            json.WriteString("role", "tool");
            json.WriteString("tool_call_id", result.CallId);
            json.WriteString("content", ToolResult.Text(result));
            json.WriteEndObject();
        }

        if (message.Contents.Count > 0 && message.Contents.All(content => content is FunctionResultContent))
            return;
        json.WriteStartObject();
        json.WriteString("role", Role(request, message));
        WriteContent(json, message);
        if (message.AuthorName is { Length: > 0 } author && AskDetails.Of(request.Options).From == WireKind.Chat)
            json.WriteString("name", author);
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        if (calls.Count > 0)
            WriteCalls(json, calls);
        json.WriteEndObject();
    }

    // Only OpenAI itself knows the developer.
    private static string Role(ChatRequest request, ChatMessage message) =>
        message.Role == ChatRole.Tool ? "user"
        : ChatRequest.IsSystem(message) && !IsOpenAi(request) ? "system"
        : message.Role.Value;

    private static bool IsOpenAi(ChatRequest request) =>
        request.Endpoint.Provider.Kind is ProviderKind.OpenAI or ProviderKind.Azure;

    private static void WriteContent(Utf8JsonWriter json, ChatMessage message)
    {
        if (!message.Contents.Any(ChatParts.IsMedia))
        {
            if (message.Text.Length == 0 && message.Contents.Any(content => content is FunctionCallContent))
                json.WriteNull("content");
            else
                json.WriteString("content", message.Text);
            return;
        }

        json.WriteStartArray("content");
        foreach (var content in message.Contents)
            ChatParts.Write(json, content);
        json.WriteEndArray();
    }

    private static void WriteCalls(Utf8JsonWriter json, List<FunctionCallContent> calls)
    {
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.CallId);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", ToolJson.Arguments(call));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSampling(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.MaxOutput is { } most)
        {
            // OpenAI's reasoning models refuse the old name; most other servers know only the old one.
            json.WriteNumber(IsOpenAi(request) ? "max_completion_tokens" : "max_tokens", most);
        }

        if (request.Options is not { } options)
            return;
        if (request.Model.Capabilities.HasFlag(ModelCapabilities.Sampling))
        {
            Number("temperature", options.Temperature);
            Number("top_p", options.TopP);
            Number("frequency_penalty", options.FrequencyPenalty);
            Number("presence_penalty", options.PresencePenalty);
        }

        if (options.Seed is { } seed)
            json.WriteNumber("seed", seed);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            json.WriteStartArray("stop");
            foreach (var stop in stops)
                json.WriteStringValue(stop);
            json.WriteEndArray();
        }

        void Number(string name, float? value)
        {
            if (value is { } number)
                json.WriteNumber(name, (decimal)number);
        }
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
            json.WriteStartObject("function");
            json.WriteString("name", function.Name);
            json.WriteString("description", function.Description);
            json.WritePropertyName("parameters");
            function.JsonSchema.WriteTo(json);
            if (function is WireFunction { Strict: { } strict })
                json.WriteBoolean("strict", strict);
            json.WriteEndObject();
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
                json.WriteStartObject("function");
                json.WriteString("name", name);
                json.WriteEndObject();
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

    private static void WriteFormat(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.Options?.ResponseFormat is not ChatResponseFormatJson format || request.FormatInWords is not null)
            return;
        json.WriteStartObject("response_format");
        if (format.Schema is { } schema)
        {
            json.WriteString("type", "json_schema");
            json.WriteStartObject("json_schema");
            json.WriteString("name", format.SchemaName ?? "answer");
            if (format.SchemaDescription is { } description)
                json.WriteString("description", description);
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteBoolean("strict", AskDetails.Of(request.Options).StrictFormat ?? StrictSchema.Fits(schema));
            json.WriteEndObject();
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
        if (Efforts.Word(request.Options) is { } effort
            && (!wire.EffortIsGuess || !request.Model.Capabilities.HasFlag(ModelCapabilities.Sampling)))
            json.WriteString("reasoning_effort", effort);
        if (wire.LogProbs || wire.TopLogProbs > 0)
            json.WriteBoolean("logprobs", true);
        if (wire.TopLogProbs is { } top and > 0)
            json.WriteNumber("top_logprobs", top);
        WireText.Optional(json, "user", wire.User);
        WireText.Optional(json, "safety_identifier", wire.SafetyId);
        WireText.Optional(json, "prompt_cache_key", wire.CacheKey);
        WireText.Optional(json, "verbosity", wire.Verbosity);
        WireText.Optional(json, "service_tier", wire.ServiceTier);
        WireText.Optional(json, "metadata", wire.Metadata);
        wire.WriteOwn(json, WireKind.Chat);
    }

    private static void WriteText(Utf8JsonWriter json, string role, string text)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", text);
        json.WriteEndObject();
    }
}
