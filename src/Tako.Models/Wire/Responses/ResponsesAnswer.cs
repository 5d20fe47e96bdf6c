using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Failures;

namespace Tako.Models.Wire.Responses;

/// <summary>Writes a response: as events with running numbers, or as one body.</summary>
internal sealed class ResponsesAnswer(AnswerStart start) : BlockAnswer(start)
{
    private readonly List<ResponsesItem> _items = [];
    private ResponseEcho? _echo;
    private string _id = start.Id;
    private string _model = start.Model;
    private long _created = start.Created.ToUnixTimeSeconds();
    private int _number;
    private bool _ended;

    private ResponsesItem Item => _items[^1];

    private ResponsesPart Part => Item.Parts[^1];

    // An answer that was cut short has an item that was cut short.
    private string ItemStatus => IsShort ? "incomplete" : "completed";

    private bool IsShort => Sum.Finish == ChatFinishReason.Length || Sum.Finish == ChatFinishReason.ContentFilter;

    public override void Passed(Frame frame)
    {
        Begun = true;
        var passed = ResponsesTrail.Read(frame, _items, Opened);
        _number = Math.Max(_number, passed.Number + 1);
        Opened = passed.Opened;
        _ended |= passed.Ends;
        if (passed.Response is not { } response)
            return;
        _echo = ResponseEcho.Of(response);
        (_id, _model, _created) = (passed.Id ?? _id, passed.Model ?? _model, passed.Created ?? _created);
    }

    public override void End(IBufferWriter<byte> output)
    {
        if (_ended)
            return;
        BeginOnce(output);
        CloseAll(output);
        CloseItem(output);
        var status = IsShort ? "incomplete" : "completed";
        var json = BeginEvent(output, IsShort ? "response.incomplete"u8 : "response.completed"u8);
        WriteResponse(json, status, _items, Sum, null);
        EndEvent(json, output);
        _ended = true;
    }

    public override void Fail(CallFailure failure, IBufferWriter<byte> output)
    {
        BeginOnce(output);
        var json = BeginEvent(output, "response.failed"u8);
        WriteResponse(json, "failed", _items, Sum, failure);
        EndEvent(json, output);
        json = BeginEvent(output, "error"u8);
        json.WriteString("code", ErrorShape.Code(failure));
        json.WriteString("message", failure.Message);
        json.WriteNull("param");
        EndEvent(json, output);
        _ended = true;
    }

    public override void Whole(IReadOnlyList<Delta> deltas, IBufferWriter<byte> output)
    {
        var answer = new WholeAnswer(deltas, Start.Id);
        List<ResponsesItem> items = [];
        foreach (var block in answer.Blocks)
            items.Add(ItemOf(block, items.Count));
        foreach (var delta in deltas)
            Sum.Take(delta);
        var json = Events.Body(output);
        WriteObject(json, IsShort ? "incomplete" : "completed", items, Sum, null);
        json.Flush();
    }

    protected override void Begin(IBufferWriter<byte> output)
    {
        var json = BeginEvent(output, "response.created"u8);
        WriteResponse(json, "in_progress", [], null, null);
        EndEvent(json, output);
        json = BeginEvent(output, "response.in_progress"u8);
        WriteResponse(json, "in_progress", [], null, null);
        EndEvent(json, output);
    }

    protected override void Open(BlockKind kind, ToolTrack? call, string? seal, IBufferWriter<byte> output)
    {
        CloseItem(output);
        var item = NewItem(kind, call, seal, _items.Count == 0 ? 0 : Item.Index + 1);
        _items.Add(item);
        var json = BeginEvent(output, "response.output_item.added"u8);
        json.WriteNumber("output_index", item.Index);
        json.WriteStartObject("item");
        json.WriteString("id", item.Id);
        WriteNew(json, item);
        json.WriteEndObject();
        EndEvent(json, output);
        if (kind is BlockKind.Text or BlockKind.Refusal)
            OpenPart(kind, output);
    }

    protected override void Add(string words, string? logProbs, IBufferWriter<byte> output)
    {
        if (Opened == BlockKind.Thought && (Item.Parts.Count == 0 || Part.IsDone))
            OpenPart(BlockKind.Thought, output);
        var json = BeginEvent(output, Opened switch
        {
            BlockKind.Tool => "response.function_call_arguments.delta"u8,
            BlockKind.Thought => "response.reasoning_summary_text.delta"u8,
            BlockKind.Refusal => "response.refusal.delta"u8,
            _ => "response.output_text.delta"u8,
        });
        WritePlace(json);
        json.WriteString("delta", words);
        if (Opened == BlockKind.Text)
        {
            json.WritePropertyName("logprobs");
            json.WriteRawValue(logProbs ?? "[]");
        }

        EndEvent(json, output);
        if (Opened == BlockKind.Tool)
            Item.Arguments.Add(words);
        else
            Part.Words.Add(words);
        if (logProbs is not null && Opened == BlockKind.Text)
            Part.LogProbs.Add(logProbs);
    }

    protected override void Seal(string seal, IBufferWriter<byte> output) => Item.Seal = seal;

    protected override void Close(IBufferWriter<byte> output) => CloseItem(output);

    private void CloseItem(IBufferWriter<byte> output)
    {
        if (_items.Count == 0 || Item.IsDone)
            return;
        if (Item.Kind == BlockKind.Tool)
        {
            var arguments = BeginEvent(output, "response.function_call_arguments.done"u8);
            WritePlace(arguments);
            arguments.WriteString("name", Item.Name);
            Item.Arguments.Write(arguments, "arguments");
            EndEvent(arguments, output);
        }
        else if (Item.Parts.Count > 0 && !Part.IsDone)
        {
            ClosePart(output);
        }

        var json = BeginEvent(output, "response.output_item.done"u8);
        json.WriteNumber("output_index", Item.Index);
        json.WritePropertyName("item");
        Item.Write(json, ItemStatus);
        EndEvent(json, output);
        Item.IsDone = true;
    }

    private void OpenPart(BlockKind kind, IBufferWriter<byte> output)
    {
        Item.Parts.Add(new ResponsesPart(kind, Item.Parts.Count));
        var json = BeginEvent(output,
            kind == BlockKind.Thought ? "response.reasoning_summary_part.added"u8 : "response.content_part.added"u8);
        WritePlace(json);
        json.WritePropertyName("part");
        new ResponsesPart(kind, 0).Write(json);
        EndEvent(json, output);
    }

    private void ClosePart(IBufferWriter<byte> output)
    {
        var kind = Part.Kind;
        if (!Part.WordsTold)
            TellWords(kind, output);
        var json = BeginEvent(output,
            kind == BlockKind.Thought ? "response.reasoning_summary_part.done"u8 : "response.content_part.done"u8);
        WritePlace(json);
        json.WritePropertyName("part");
        Part.Write(json);
        EndEvent(json, output);
        Part.IsDone = true;
    }

    private void TellWords(BlockKind kind, IBufferWriter<byte> output)
    {
        var json = BeginEvent(output, kind switch
        {
            BlockKind.Thought => "response.reasoning_summary_text.done"u8,
            BlockKind.Refusal => "response.refusal.done"u8,
            _ => "response.output_text.done"u8,
        });
        WritePlace(json);
        Part.Words.Write(json, kind == BlockKind.Refusal ? "refusal" : "text");
        if (kind == BlockKind.Text)
            Part.WriteLogProbs(json);
        EndEvent(json, output);
        Part.WordsTold = true;
    }

    private static void WriteNew(Utf8JsonWriter json, ResponsesItem item)
    {
        switch (item.Kind)
        {
            case BlockKind.Tool:
                json.WriteString("type", "function_call");
                json.WriteString("status", "in_progress");
                json.WriteString("arguments", "");
                json.WriteString("call_id", item.CallId);
                json.WriteString("name", item.Name);
                break;
            case BlockKind.Thought or BlockKind.Redacted:
                json.WriteString("type", "reasoning");
                json.WriteStartArray("summary");
                json.WriteEndArray();
                break;
            default:
                json.WriteString("type", "message");
                json.WriteString("status", "in_progress");
                json.WriteStartArray("content");
                json.WriteEndArray();
                json.WriteString("role", "assistant");
                break;
        }
    }

    private ResponsesItem NewItem(BlockKind kind, ToolTrack? call, string? seal, int index)
    {
        var suffix = _id[(_id.IndexOf('_') + 1)..];
        var prefix = kind switch { BlockKind.Tool => "fc", BlockKind.Thought or BlockKind.Redacted => "rs", _ => "msg" };
        // What OpenAI sealed keeps the name under which it did.
        var id = ThoughtSeal.TryItem(seal, out var given, out _) && given.Length > 0 ? given : $"{prefix}_{suffix}_{index}";
        return new ResponsesItem(kind, id, index) { CallId = call?.Id ?? "", Name = call?.Name ?? "" };
    }

    private ResponsesItem ItemOf(WholeBlock block, int index)
    {
        var item = NewItem(block.Kind, block.Call, block.Seal, index);
        item.Seal = block.Seal;
        item.IsDone = true;
        if (block.Call is not null)
            item.Arguments.Add(block.Call.Arguments);
        else if (block.Words.Length > 0)
        {
            var part = new ResponsesPart(block.Kind, 0);
            part.Words.Add(block.Words.ToString());
            part.LogProbs.AddRange(block.LogProbs);
            item.Parts.Add(part);
        }

        return item;
    }

    private void WritePlace(Utf8JsonWriter json)
    {
        json.WriteString("item_id", Item.Id);
        json.WriteNumber("output_index", Item.Index);
        if (Item.Parts.Count == 0)
            return;
        json.WriteNumber(Item.Kind == BlockKind.Thought ? "summary_index" : "content_index", Part.Index);
    }

    private void WriteResponse(Utf8JsonWriter json, string status, IReadOnlyList<ResponsesItem> items, AnswerSum? sum, CallFailure? failure)
    {
        json.WritePropertyName("response");
        WriteObject(json, status, items, sum, failure);
    }

    private void WriteObject(Utf8JsonWriter json, string status, IReadOnlyList<ResponsesItem> items, AnswerSum? sum, CallFailure? failure)
    {
        json.WriteStartObject();
        json.WriteString("id", _id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", _created);
        json.WriteString("status", status);
        json.WriteBoolean("background", false);
        if (failure is null)
            json.WriteNull("error");
        else
        {
            json.WriteStartObject("error");
            json.WriteString("code", ErrorShape.Code(failure));
            json.WriteString("message", failure.Message);
            json.WriteEndObject();
        }

        if (status != "incomplete")
            json.WriteNull("incomplete_details");
        else
        {
            json.WriteStartObject("incomplete_details");
            json.WriteString("reason", Sum.Finish == ChatFinishReason.ContentFilter ? "content_filter" : "max_output_tokens");
            json.WriteEndObject();
        }

        json.WriteString("model", _model);
        json.WriteStartArray("output");
        foreach (var item in items)
            item.Write(json, item == items[^1] ? ItemStatus : "completed");
        json.WriteEndArray();
        (_echo ??= ResponseEcho.Of(Start.Request)).Write(json);
        UsageText.WriteResponses(json, sum?.Usage);
        json.WriteEndObject();
    }

    private Utf8JsonWriter BeginEvent(IBufferWriter<byte> output, ReadOnlySpan<byte> name)
    {
        var json = Events.Begin(output, name);
        json.WriteStartObject();
        json.WriteString("type"u8, name);
        json.WriteNumber("sequence_number", _number++);
        return json;
    }

    private void EndEvent(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        Events.End(output);
    }
}
