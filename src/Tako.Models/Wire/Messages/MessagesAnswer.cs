using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Failures;

namespace Tako.Models.Wire.Messages;

/// <summary>Writes an Anthropic message: as events, or as one body.</summary>
internal sealed class MessagesAnswer(AnswerStart start) : BlockAnswer(start)
{
    private int _index = -1;
    private bool _hasTools;
    private bool _deltaTold;
    private bool _ended;

    public override void Passed(Frame frame)
    {
        Begun = true;
        switch (PassedEvent.Of(frame.Data.Span, out var index, out var block))
        {
            case PassedKind.BlockStart:
                _index = Math.Max(_index, index);
                Opened = block;
                _hasTools |= block == BlockKind.Tool;
                break;
            case PassedKind.BlockStop:
                Opened = null;
                break;
            case PassedKind.MessageStart or PassedKind.MessageDelta:
                foreach (var delta in frame.View(WireProtocol.Of(WireKind.Messages)))
                {
                    Sum.Take(delta);
                    _deltaTold |= delta is Delta.Finish;
                }

                break;
            case PassedKind.MessageStop:
                _ended = true;
                break;
        }
    }

    public override void End(IBufferWriter<byte> output)
    {
        if (_ended)
            return;
        BeginOnce(output);
        CloseAll(output);
        if (!_deltaTold)
        {
            var json = Events.Begin(output, "message_delta"u8);
            json.WriteStartObject();
            json.WriteString("type", "message_delta");
            json.WriteStartObject("delta");
            json.WriteString("stop_reason", Word(Sum.Reason(_hasTools)));
            json.WriteNull("stop_sequence");
            json.WriteEndObject();
            UsageText.WriteMessages(json, Sum.Usage);
            json.WriteEndObject();
            Events.End(output);
        }

        output.Write("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
        _ended = true;
    }

    public override void Fail(CallFailure failure, IBufferWriter<byte> output)
    {
        ErrorShape.Write(Events.Begin(output, "error"u8), WireKind.Messages, failure);
        Events.End(output);
        _ended = true;
    }

    public override void Whole(IReadOnlyList<Delta> deltas, IBufferWriter<byte> output)
    {
        var answer = new WholeAnswer(deltas, Start.Id);
        var json = Events.Body(output);
        WriteHead(json);
        json.WriteStartArray("content");
        foreach (var block in answer.Blocks)
            WriteBlock(json, block);
        json.WriteEndArray();
        json.WriteString("stop_reason", Word(answer.Sum.Reason(answer.HasTools)));
        json.WriteNull("stop_sequence");
        UsageText.WriteMessages(json, answer.Sum.Usage);
        json.WriteEndObject();
        json.Flush();
    }

    protected override void Begin(IBufferWriter<byte> output)
    {
        var json = Events.Begin(output, "message_start"u8);
        json.WriteStartObject();
        json.WriteString("type", "message_start");
        json.WritePropertyName("message");
        WriteHead(json);
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        UsageText.WriteMessages(json, Sum.Usage);
        json.WriteEndObject();
        json.WriteEndObject();
        Events.End(output);
    }

    protected override void Open(BlockKind kind, ToolTrack? call, string? seal, IBufferWriter<byte> output)
    {
        _index++;
        // A redacted thought is told in one piece, with its seal.
        if (kind == BlockKind.Redacted)
            return;
        _hasTools |= call is not null;
        var json = BeginEvent(output, "content_block_start"u8);
        json.WriteStartObject("content_block");
        switch (kind)
        {
            case BlockKind.Tool:
                json.WriteString("type", "tool_use");
                json.WriteString("id", call!.Id);
                json.WriteString("name", call.Name ?? "");
                json.WriteStartObject("input");
                json.WriteEndObject();
                WriteCaller(json);
                break;
            case BlockKind.Thought:
                json.WriteString("type", "thinking");
                json.WriteString("thinking", "");
                json.WriteString("signature", "");
                break;
            default:
                json.WriteString("type", "text");
                json.WriteString("text", "");
                break;
        }

        json.WriteEndObject();
        EndEvent(json, output);
    }

    protected override void Add(string words, string? logProbs, IBufferWriter<byte> output)
    {
        var (type, name) = Opened switch
        {
            BlockKind.Tool => ("input_json_delta", "partial_json"),
            BlockKind.Thought => ("thinking_delta", "thinking"),
            _ => ("text_delta", "text"),
        };
        WriteDelta(output, type, name, words);
    }

    protected override void Seal(string seal, IBufferWriter<byte> output)
    {
        if (!ThoughtSeal.TryRedacted(seal, out var sealedThought))
        {
            WriteDelta(output, "signature_delta", "signature", seal);
            return;
        }

        var json = BeginEvent(output, "content_block_start"u8);
        json.WriteStartObject("content_block");
        json.WriteString("type", "redacted_thinking");
        json.WriteString("data", sealedThought);
        json.WriteEndObject();
        EndEvent(json, output);
    }

    protected override void Close(IBufferWriter<byte> output) =>
        EndEvent(BeginEvent(output, "content_block_stop"u8), output);

    private static void WriteBlock(Utf8JsonWriter json, WholeBlock block)
    {
        json.WriteStartObject();
        switch (block.Kind)
        {
            case BlockKind.Tool:
                json.WriteString("type", "tool_use");
                json.WriteString("id", block.Call!.Id);
                json.WriteString("name", block.Call.Name ?? "");
                json.WritePropertyName("input");
                WriteInput(json, block.Call);
                WriteCaller(json);
                break;
            case BlockKind.Redacted:
                ThoughtSeal.TryRedacted(block.Seal, out var sealedThought);
                json.WriteString("type", "redacted_thinking");
                json.WriteString("data", sealedThought);
                break;
            case BlockKind.Thought:
                json.WriteString("type", "thinking");
                json.WriteString("thinking", block.Words.ToString());
                json.WriteString("signature", block.Seal ?? "");
                break;
            default:
                json.WriteString("type", "text");
                json.WriteString("text", block.Words.ToString());
                break;
        }

        json.WriteEndObject();
    }

    // The model calls by itself, not from code that it runs at the provider.
    private static void WriteCaller(Utf8JsonWriter json)
    {
        json.WriteStartObject("caller");
        json.WriteString("type", "direct");
        json.WriteEndObject();
    }

    // In a body the input is an object; arguments that are none are shown as they were written.
    private static void WriteInput(Utf8JsonWriter json, ToolTrack call)
    {
        var arguments = call.Arguments;
        if (call.IsWhole() && arguments.AsSpan().TrimStart().StartsWith("{"))
        {
            json.WriteRawValue(arguments);
            return;
        }

        json.WriteStartObject();
        if (arguments.Length > 0)
            json.WriteString("invalid_arguments", arguments);
        json.WriteEndObject();
    }

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Start.Id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", Start.Model);
    }

    private void WriteDelta(IBufferWriter<byte> output, string type, string name, string words)
    {
        var json = BeginEvent(output, "content_block_delta"u8);
        json.WriteStartObject("delta");
        json.WriteString("type", type);
        json.WriteString(name, words);
        json.WriteEndObject();
        EndEvent(json, output);
    }

    private Utf8JsonWriter BeginEvent(IBufferWriter<byte> output, ReadOnlySpan<byte> name)
    {
        var json = Events.Begin(output, name);
        json.WriteStartObject();
        json.WriteString("type"u8, name);
        json.WriteNumber("index", _index);
        return json;
    }

    private void EndEvent(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        Events.End(output);
    }

    private static string Word(ChatFinishReason reason) =>
        reason == ChatFinishReason.Length ? "max_tokens"
        : reason == ChatFinishReason.ToolCalls ? "tool_use"
        : reason == ChatFinishReason.ContentFilter ? "refusal"
        : reason.Value == "pause_turn" ? "pause_turn"
        : "end_turn";
}
