using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Models.Config;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

/// <summary>Requests read and written as the gateway does it.</summary>
internal static class Asked
{
    private const ModelCapabilities All =
        ModelCapabilities.Tools | ModelCapabilities.Vision | ModelCapabilities.JsonSchema | ModelCapabilities.Sampling;

    public static ChatAsk Read(WireKind kind, string body) =>
        WireProtocol.Of(kind).ReadAsk(JsonSerializer.Deserialize<JsonElement>(body)).ShouldBeOfType<Parsed<ChatAsk>.Ok>().Value;

    public static IReadOnlyList<Fault> Faults(WireKind kind, string body) =>
        WireProtocol.Of(kind).ReadAsk(JsonSerializer.Deserialize<JsonElement>(body)).ShouldBeOfType<Parsed<ChatAsk>.Faulty>().Faults;

    public static string Text(WireKind kind, ChatAsk ask, bool streamed = false, ModelCapabilities can = All)
    {
        var provider = new ProviderConfig
        {
            Name = "p",
            Kind = kind == WireKind.Messages ? ProviderKind.Anthropic : ProviderKind.OpenAI,
            BaseAddress = new Uri("http://127.0.0.1/v1"),
        };
        var model = new ModelConfig { Name = "m", Provider = "p", UpstreamId = "up", Capabilities = can };
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Compact))
            WireProtocol.Of(kind).Write(json, new ChatRequest(new ProviderEndpoint(provider, model), ask.Messages, ask.Options, streamed));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static JsonElement Write(WireKind kind, ChatAsk ask, ModelCapabilities can = All) =>
        JsonSerializer.Deserialize<JsonElement>(Text(kind, ask, can: can));

    /// <summary>Everything that an ask says to a model, as text, so that two of them can be compared.</summary>
    public static string Tell(ChatAsk ask)
    {
        var told = new StringBuilder();
        foreach (var message in ask.Messages)
        {
            foreach (var content in message.Contents)
                told.Append(message.Role == ChatRole.Tool ? "tool" : message.Role.Value).Append(": ").AppendLine(Tell(content));
        }

        var options = ask.Options!;
        told.AppendLine($"instructions {options.Instructions}");
        told.AppendLine($"limits {options.MaxOutputTokens} {options.Temperature} {options.TopP} {options.TopK} {options.Seed} "
            + $"{options.FrequencyPenalty} {options.PresencePenalty} {string.Join(',', options.StopSequences ?? [])}");
        foreach (var tool in options.Tools?.OfType<AIFunctionDeclaration>() ?? [])
            told.AppendLine($"tool {tool.Name} {tool.Description} {Compact(tool.JsonSchema)}");
        told.AppendLine($"mode {options.ToolMode switch
        {
            RequiredChatToolMode { RequiredFunctionName: { } name } => name,
            RequiredChatToolMode => "any",
            NoneChatToolMode => "none",
            _ => "auto",
        }} {options.AllowMultipleToolCalls}");
        if (options.ResponseFormat is ChatResponseFormatJson format)
            told.AppendLine($"format {(format.Schema is { } schema ? Compact(schema) : "any")}");
        told.AppendLine($"effort {options.Reasoning?.Effort}");
        return told.ToString();
    }

    private static string Tell(AIContent content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent thought => $"thought {thought.Text} {thought.ProtectedData}",
        FunctionCallContent call => $"call {call.CallId} {call.Name} {ToolJson.Arguments(call)}",
        FunctionResultContent result => ToolResult.Parts(result) is { } parts
            ? $"result {result.CallId} {string.Join('+', parts.Select(Tell))}"
            : $"result {result.CallId} {ToolResult.Text(result)}",
        DataContent data => $"{data.MediaType} {data.Uri.Length}",
        UriContent uri => $"at {uri.Uri}",
        HostedFileContent file => $"file {file.FileId}",
        _ => content.GetType().Name,
    };

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);
}
