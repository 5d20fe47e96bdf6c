using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Config;

namespace Tako.Models.Wire;

/// <summary>Writes the body of an Anthropic Messages request.</summary>
internal static class AnthropicRequest
{
    // The protocol demands a limit. Without one from the caller this is what every current model can give.
    private const int DefaultMaxTokens = 8192;

    public static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model", request.Model.UpstreamId);
        json.WriteNumber("max_tokens", request.MaxOutput
            ?? Math.Min(DefaultMaxTokens, request.Model.MaxOutput ?? DefaultMaxTokens));
        var system = string.Join("\n\n", request.System);
        if (system.Length > 0)
            json.WriteString("system", system);
        WriteMessages(json, request);
        WriteSampling(json, request);
        WriteTools(json, request);
        if (request.Streamed)
            json.WriteBoolean("stream", true);
        json.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartArray("messages");
        string? open = null;
        foreach (var message in request.Messages)
        {
            if (message.Role == ChatRole.System || !message.Contents.Any(IsWritten))
                continue;
            // Turns must alternate: neighbours of one side become one turn.
            var role = message.Role == ChatRole.Assistant ? "assistant" : "user";
            if (role != open)
            {
                Close();
                json.WriteStartObject();
                json.WriteString("role", role);
                json.WriteStartArray("content");
                open = role;
            }

            // Results must come before anything else of their turn.
            foreach (var content in message.Contents.Where(IsWritten).OrderBy(content =>
                content is FunctionResultContent ? 0 : 1))
                WriteBlock(json, content);
        }

        Close();
        json.WriteEndArray();

        void Close()
        {
            if (open is null)
                return;
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static bool IsWritten(AIContent content) => content switch
    {
        TextContent text => text.Text.Length > 0,
        TextReasoningContent reasoning => reasoning.ProtectedData is { Length: > 0 },
        FunctionCallContent or FunctionResultContent or DataContent or UriContent => true,
        _ => false,
    };

    private static void WriteBlock(Utf8JsonWriter json, AIContent content)
    {
        json.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                json.WriteString("type", "text");
                json.WriteString("text", text.Text);
                break;
            case TextReasoningContent reasoning:
                json.WriteString("type", "thinking");
                json.WriteString("thinking", reasoning.Text);
                json.WriteString("signature", reasoning.ProtectedData);
                break;
            case FunctionCallContent call:
                json.WriteString("type", "tool_use");
                json.WriteString("id", call.CallId);
                json.WriteString("name", call.Name);
                json.WritePropertyName("input");
                JsonSerializer.Serialize(json, call.Arguments ?? new Dictionary<string, object?>(), ToolJson.Options);
                break;
            case FunctionResultContent result:
                json.WriteString("type", "tool_result");
                json.WriteString("tool_use_id", result.CallId);
                json.WriteString("content", ToolResult.Text(result));
                if (result.Exception is not null)
                    json.WriteBoolean("is_error", true);
                break;
            case DataContent data:
                json.WriteString("type", "image");
                json.WriteStartObject("source");
                json.WriteString("type", "base64");
                json.WriteString("media_type", data.MediaType);
                json.WriteBase64String("data", data.Data.Span);
                json.WriteEndObject();
                break;
            case UriContent uri:
                json.WriteString("type", "image");
                json.WriteStartObject("source");
                json.WriteString("type", "url");
                json.WriteString("url", uri.Uri.AbsoluteUri);
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.Options is not { } options)
            return;
        if (request.Model.Capabilities.HasFlag(ModelCapabilities.Sampling))
        {
            if (options.Temperature is { } temperature)
                json.WriteNumber("temperature", Math.Min(1m, (decimal)temperature));
            if (options.TopP is { } topP)
                json.WriteNumber("top_p", (decimal)topP);
            if (options.TopK is { } topK)
                json.WriteNumber("top_k", topK);
        }

        if (options.StopSequences is not { Count: > 0 } stops)
            return;
        json.WriteStartArray("stop_sequences");
        foreach (var stop in stops)
            json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    private static void WriteTools(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.Functions is not { Count: > 0 } functions)
            return;
        json.WriteStartArray("tools");
        foreach (var function in functions)
        {
            json.WriteStartObject();
            json.WriteString("name", function.Name);
            json.WriteString("description", function.Description);
            json.WritePropertyName("input_schema");
            function.JsonSchema.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        var mode = request.Options?.ToolMode;
        json.WriteStartObject("tool_choice");
        json.WriteString("type", mode switch
        {
            NoneChatToolMode => "none",
            RequiredChatToolMode { RequiredFunctionName: not null } => "tool",
            RequiredChatToolMode => "any",
            _ => "auto",
        });
        if (mode is RequiredChatToolMode { RequiredFunctionName: { } name })
            json.WriteString("name", name);
        if (request.Options?.AllowMultipleToolCalls is false && mode is not NoneChatToolMode)
            json.WriteBoolean("disable_parallel_tool_use", true);
        json.WriteEndObject();
    }
}
