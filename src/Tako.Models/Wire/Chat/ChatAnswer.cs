using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Failures;

namespace Tako.Models.Wire.Chat;

/// <summary>Writes a chat completion: as chunks, or as one body.</summary>
internal sealed class ChatAnswer(AnswerStart start) : AnswerWriter
{
    private readonly AnswerSum _sum = new();
    private readonly ToolTracks _tools = new(start.Id);
    private readonly EventText _events = new();
    private string _id = start.Id;
    private string _model = start.Model;
    private long _created = start.Created.ToUnixTimeSeconds();
    private bool _begun;
    private bool _finishTold;
    private bool _usageTold;
    private bool _ended;

    public override void Passed(Frame frame)
    {
        var data = frame.Data.Span;
        if (data.SequenceEqual("[DONE]"u8))
        {
            _ended = true;
            return;
        }

        if (!_begun)
            Follow(frame.Data);
        // What matters later stands in few of the frames; only those are read.
        if (data.IndexOf("\"tool_calls\""u8) < 0 && !Says(data, "\"finish_reason\""u8) && !Says(data, "\"usage\""u8))
            return;
        foreach (var delta in frame.View(WireProtocol.Of(WireKind.Chat)))
        {
            _sum.Take(delta);
            _finishTold |= delta is Delta.Finish;
            _usageTold |= delta is Delta.Used;
            if (delta is Delta.Tool part && _tools.Take(part) is { } track)
            {
                track.Begun = true;
                track.Untold();
            }
        }
    }

    public override void Write(IReadOnlyList<Delta> deltas, IBufferWriter<byte> output)
    {
        for (var at = 0; at < deltas.Count; at++)
        {
            _sum.Take(deltas[at]);
            switch (deltas[at])
            {
                case Delta.Text { Words.Length: > 0 } text:
                    var probable = at + 1 < deltas.Count ? (deltas[at + 1] as Delta.LogProbs)?.Tokens : null;
                    WriteWords(output, text.IsRefusal ? "refusal" : "content", text.Words, probable);
                    break;
                case Delta.Reasoning { Words.Length: > 0 } thought:
                    WriteWords(output, "reasoning_content", thought.Words, null);
                    break;
                case Delta.Tool part when _tools.Take(part) is { } track:
                    WriteCall(output, track);
                    break;
            }
        }
    }

    public override void End(IBufferWriter<byte> output)
    {
        if (_ended)
            return;
        foreach (var track in _tools.All.Where(track => !track.Begun))
            WriteCall(output, track, force: true);
        if (!_finishTold)
        {
            BeginOnce(output);
            var json = Chunk(output);
            json.WriteEndObject();
            json.WriteNull("logprobs");
            json.WriteString("finish_reason", Word(_sum.Reason(_tools.Count > 0)));
            EndChunk(json, output);
        }

        if (start.UsageInStream && !_usageTold && _sum.Usage is { } usage)
        {
            var json = _events.Begin(output);
            WriteHead(json, "chat.completion.chunk");
            json.WriteStartArray("choices");
            json.WriteEndArray();
            UsageText.WriteChat(json, usage);
            json.WriteEndObject();
            _events.End(output);
        }

        output.Write("data: [DONE]\n\n"u8);
        _ended = true;
    }

    public override void Fail(CallFailure failure, IBufferWriter<byte> output)
    {
        ErrorShape.Write(_events.Begin(output), WireKind.Chat, failure);
        _events.End(output);
        _ended = true;
    }

    public override void Whole(IReadOnlyList<Delta> deltas, IBufferWriter<byte> output)
    {
        var answer = new WholeAnswer(deltas, start.Id);
        var json = _events.Body(output);
        WriteHead(json, "chat.completion");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        WriteMessage(json, answer);
        WriteLogProbs(json, answer.LogProbs());
        json.WriteString("finish_reason", Word(answer.Sum.Reason(answer.HasTools)));
        json.WriteEndObject();
        json.WriteEndArray();
        if (answer.Sum.Usage is { } usage)
            UsageText.WriteChat(json, usage);
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteMessage(Utf8JsonWriter json, WholeAnswer answer)
    {
        var (text, refusal) = (answer.Words(BlockKind.Text), answer.Words(BlockKind.Refusal));
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", text.Length > 0 || (!answer.HasTools && refusal.Length == 0) ? text : null);
        json.WriteString("refusal", refusal.Length > 0 ? refusal : null);
        if (answer.Words(BlockKind.Thought) is { Length: > 0 } thought)
            json.WriteString("reasoning_content", thought);
        if (answer.HasTools)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in answer.Blocks.Where(block => block.Call is not null).Select(block => block.Call!))
            {
                json.WriteStartObject();
                json.WriteString("id", call.Id);
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", call.Name ?? "");
                json.WriteString("arguments", call.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // The first frame that is passed on names the answer; what follows from elsewhere must bear the same name.
    private void Follow(ReadOnlyMemory<byte> data)
    {
        _begun = true;
        try
        {
            using var document = JsonDocument.Parse(data);
            _id = document.RootElement.Text("id") ?? _id;
            _model = document.RootElement.Text("model") ?? _model;
            if (document.RootElement.Member("created") is { ValueKind: JsonValueKind.Number } created
                && created.TryGetInt64(out var seconds))
                _created = seconds;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Not the form of a chunk: the answer keeps its own name.
        }
    }

    private static bool Says(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name)
    {
        var at = data.IndexOf(name);
        if (at < 0)
            return false;
        var value = data[(at + name.Length)..].TrimStart(": \t\r\n"u8);
        return !value.StartsWith("null"u8);
    }

    private void BeginOnce(IBufferWriter<byte> output)
    {
        if (_begun)
            return;
        _begun = true;
        var json = Chunk(output);
        json.WriteString("role", "assistant");
        json.WriteString("content", "");
        json.WriteNull("refusal");
        EndDelta(json, null, output);
    }

    private void WriteWords(IBufferWriter<byte> output, string name, string words, string? probable)
    {
        BeginOnce(output);
        var json = Chunk(output);
        json.WriteString(name, words);
        EndDelta(json, probable, output);
    }

    private void WriteCall(IBufferWriter<byte> output, ToolTrack track, bool force = false)
    {
        if (!track.Begun && track.Name is null && !force)
            return;
        BeginOnce(output);
        var json = Chunk(output);
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", track.Ordinal);
        if (!track.Begun)
        {
            json.WriteString("id", track.Id);
            json.WriteString("type", "function");
        }

        json.WriteStartObject("function");
        if (!track.Begun)
            json.WriteString("name", track.Name ?? "");
        json.WriteString("arguments", track.Untold());
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        EndDelta(json, null, output);
        track.Begun = true;
    }

    private void WriteHead(Utf8JsonWriter json, string kind)
    {
        json.WriteStartObject();
        json.WriteString("id", _id);
        json.WriteString("object", kind);
        json.WriteNumber("created", _created);
        json.WriteString("model", _model);
    }

    // Opens a chunk up to the members of its delta.
    private Utf8JsonWriter Chunk(IBufferWriter<byte> output)
    {
        var json = _events.Begin(output);
        WriteHead(json, "chat.completion.chunk");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        return json;
    }

    private void EndDelta(Utf8JsonWriter json, string? probable, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        WriteLogProbs(json, probable);
        json.WriteNull("finish_reason");
        EndChunk(json, output);
    }

    private void EndChunk(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        json.WriteEndArray();
        if (start.UsageInStream)
            json.WriteNull("usage");
        json.WriteEndObject();
        _events.End(output);
    }

    private static void WriteLogProbs(Utf8JsonWriter json, string? probable)
    {
        if (probable is null)
        {
            json.WriteNull("logprobs");
            return;
        }

        json.WriteStartObject("logprobs");
        json.WritePropertyName("content");
        json.WriteRawValue(probable);
        json.WriteNull("refusal");
        json.WriteEndObject();
    }

    private static string Word(ChatFinishReason reason) =>
        reason == ChatFinishReason.Length ? "length"
        : reason == ChatFinishReason.ToolCalls ? "tool_calls"
        : reason == ChatFinishReason.ContentFilter ? "content_filter"
        : "stop";
}
