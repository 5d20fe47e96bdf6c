using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Config;

namespace Tako.Models.Wire.Messages;

/// <summary>Writes the body of an Anthropic Messages request.</summary>
internal static class MessagesBody
{
    // The protocol demands a limit. Without one from the caller this is what every current model can give.
    public const int DefaultMaxTokens = 8192;

    public static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model", request.Model.UpstreamId);
        json.WriteNumber("max_tokens", request.MaxOutput
            ?? Math.Min(DefaultMaxTokens, request.Model.MaxOutput ?? DefaultMaxTokens));
        WriteSystem(json, request);
        WriteMessages(json, request);
        var thinks = Thinking.Write(json, request);
        WriteSampling(json, request, thinks);
        WriteTools(json, request);
        WriteFormat(json, request);
        var wire = AskDetails.Of(request.Options);
        if (wire.User is { } user)
        {
            json.WriteStartObject("metadata");
            json.WriteString("user_id", user);
            json.WriteEndObject();
        }

        wire.WriteOwn(json, WireKind.Messages);
        if (request.Streamed)
            json.WriteBoolean("stream", true);
        json.WriteEndObject();
    }

    private static void WriteSystem(Utf8JsonWriter json, ChatRequest request)
    {
        List<string> texts = [.. request.System];
        if (request.Options?.ResponseFormat is ChatResponseFormatJson { Schema: null } && request.FormatInWords is null)
            texts.Add(JsonInWords.Write(null));
        var blocks = request.Messages.Where(ChatRequest.IsSystem).SelectMany(message => message.Contents).ToList();
        if (texts.Count == 0)
            return;
        if (!blocks.Any(block => ContentMarks.Cache(block) is not null))
        {
            json.WriteString("system", string.Join("\n\n", texts));
            return;
        }

        // A mark of what is cached needs the block that it stands on.
        json.WriteStartArray("system");
        if (request.Options?.Instructions is { Length: > 0 } instructions)
            MessagesBlocks.Write(json, new TextContent(instructions));
        foreach (var block in blocks.Where(MessagesBlocks.IsWritten))
            MessagesBlocks.Write(json, block);
        if (request.FormatInWords is { } format)
            MessagesBlocks.Write(json, new TextContent(JsonInWords.Write(format.Schema)));
        json.WriteEndArray();
    }

    // Without a schema the words in the system's text have to do.
    private static void WriteFormat(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.Options?.ResponseFormat is not ChatResponseFormatJson { Schema: { } schema } || request.FormatInWords is not null)
            return;
        json.WriteStartObject("output_config");
        json.WriteStartObject("format");
        json.WriteString("type", "json_schema");
        json.WritePropertyName("schema");
        schema.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartArray("messages");
        string? open = null;
        foreach (var message in request.Messages)
        {
            if (ChatRequest.IsSystem(message) || !message.Contents.Any(MessagesBlocks.IsWritten))
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
            foreach (var content in message.Contents.Where(MessagesBlocks.IsWritten).OrderBy(content =>
                content is FunctionResultContent ? 0 : 1))
                MessagesBlocks.Write(json, content);
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

    private static void WriteSampling(Utf8JsonWriter json, ChatRequest request, bool thinks)
    {
        if (request.Options is not { } options)
            return;
        // A model that thinks takes no temperature.
        if (request.Model.Capabilities.HasFlag(ModelCapabilities.Sampling) && !thinks)
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
            WireText.Optional(json, "cache_control", (function as WireFunction)?.Cache);
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
