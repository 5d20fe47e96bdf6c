using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Models.Failures;
using Tako.Models.Pricing;
using Tako.Models.Wire.Messages;

namespace Tako.Models.Wire;

/// <summary>Anthropic Messages as a client.</summary>
internal sealed class AnthropicMessages : WireProtocol
{
    public override WireKind Kind => WireKind.Messages;

    public override Parsed<ChatAsk> ReadAsk(JsonElement root) => AskReading.Run(Kind, root, MessagesAskReader.Read);

    public override AnswerWriter Answer(AnswerStart start) => new MessagesAnswer(start);

    private const string Version = "2023-06-01";

    public override Uri Address(ProviderEndpoint endpoint) =>
        endpoint.Provider.BaseAddress.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal)
            ? endpoint.At("messages")
            : endpoint.At("v1/messages");

    public override void Authorize(HttpRequestMessage request, ProviderEndpoint endpoint)
    {
        request.Headers.TryAddWithoutValidation("anthropic-version", Version);
        if (endpoint.Provider.Key is { } key)
            request.Headers.TryAddWithoutValidation("x-api-key", key.Value);
    }

    public override Uri? AddressToCount(ProviderEndpoint endpoint)
    {
        var address = Address(endpoint);
        return new UriBuilder(address) { Path = $"{address.AbsolutePath}/count_tokens" }.Uri;
    }

    internal override bool TryPeek(ReadOnlySpan<byte> data, out FramePeek peek) => MessagesPeek.TryRead(data, out peek);

    public override void Write(Utf8JsonWriter json, ChatRequest request) => MessagesBody.Write(json, request);

    protected override void Read(JsonElement root, Frame frame, List<Delta> into)
    {
        switch (root.Text("type"))
        {
            case "message" when frame.Whole:
                ReadStart(root, into);
                ReadBlocks(root.GetProperty("content"), into);
                ReadStop(root, into);
                break;
            case "message_start":
                ReadStart(root.GetProperty("message"), into);
                break;
            case "content_block_start":
                ReadBlock(root.GetProperty("content_block"), root.GetProperty("index").GetInt32(), whole: false, into);
                break;
            case "content_block_delta":
                ReadDelta(root.GetProperty("delta"), root.GetProperty("index").GetInt32(), into);
                break;
            case "message_delta":
                ReadStop(root.GetProperty("delta"), into);
                ReadUsage(root, into);
                break;
            case "message_stop":
                into.Add(new Delta.End());
                break;
            case "error":
                into.Add(new Delta.Failed(ErrorBody.Read(root)));
                break;
            case { } when !frame.Whole:
                // Pings, block ends, and events yet to be invented.
                break;
            default:
                throw new MalformedFrameException("the payload has no type that is known");
        }
    }

    private static void ReadStart(JsonElement message, List<Delta> into)
    {
        into.Add(new Delta.Identity(message.Text("id"), message.Text("model")));
        ReadUsage(message, into);
    }

    private static void ReadBlocks(JsonElement blocks, List<Delta> into)
    {
        var index = 0;
        foreach (var block in blocks.EnumerateArray())
            ReadBlock(block, index++, whole: true, into);
    }

    private static void ReadBlock(JsonElement block, int index, bool whole, List<Delta> into)
    {
        switch (block.Text("type"))
        {
            case "text" when block.Text("text") is { Length: > 0 } text:
                into.Add(new Delta.Text(text));
                break;
            case "thinking" when block.Text("thinking") is { Length: > 0 } || block.Text("signature") is { Length: > 0 }:
                var signature = block.Text("signature");
                into.Add(new Delta.Reasoning(block.Text("thinking") ?? "", string.IsNullOrEmpty(signature) ? null : signature));
                break;
            case "redacted_thinking" when block.Text("data") is { Length: > 0 } sealedThought:
                into.Add(new Delta.Reasoning("", ThoughtSeal.OfRedacted(sealedThought)));
                break;
            case "tool_use":
                // A streamed block starts with an empty input that the deltas then spell out.
                var input = whole && block.TryGetProperty("input", out var given) ? given.GetRawText() : "";
                into.Add(new Delta.Tool(index, block.Text("id"), block.Text("name"), input));
                break;
        }
    }

    private static void ReadDelta(JsonElement delta, int index, List<Delta> into)
    {
        switch (delta.Text("type"))
        {
            case "text_delta":
                into.Add(new Delta.Text(delta.Text("text") ?? ""));
                break;
            case "input_json_delta":
                into.Add(new Delta.Tool(index, null, null, delta.Text("partial_json") ?? ""));
                break;
            case "thinking_delta":
                into.Add(new Delta.Reasoning(delta.Text("thinking") ?? ""));
                break;
            case "signature_delta":
                into.Add(new Delta.Reasoning("", delta.Text("signature")));
                break;
        }
    }

    private static void ReadStop(JsonElement delta, List<Delta> into)
    {
        if (delta.Text("stop_reason") is not { Length: > 0 } reason)
            return;
        into.Add(new Delta.Finish(reason switch
        {
            "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
            "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
            "tool_use" => ChatFinishReason.ToolCalls,
            "refusal" => ChatFinishReason.ContentFilter,
            _ when string.IsNullOrWhiteSpace(reason) => ChatFinishReason.Stop,
            _ => new ChatFinishReason(reason),
        }));
    }

    private static void ReadUsage(JsonElement holder, List<Delta> into)
    {
        if (holder.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
            into.Add(new Delta.Used(UsageReader.Read(usage, UsageFormat.Anthropic).ToDetails()));
    }
}
