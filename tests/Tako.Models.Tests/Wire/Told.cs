using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

/// <summary>What an answer says, put together from deltas, so that two ways of saying it can be compared.</summary>
internal sealed record Told(string Text, string Refusal, string Thoughts, string Seals, string Calls, string Finish, string Usage)
{
    public static readonly AnswerStart Start =
        new("told-model", "resp_0123", DateTimeOffset.FromUnixTimeSeconds(1_760_000_000), UsageInStream: true);

    public static Told Of(IEnumerable<Delta> deltas)
    {
        var answer = new WholeAnswer([.. deltas], "x");
        var usage = answer.Sum.Usage;
        return new Told(
            answer.Words(BlockKind.Text),
            answer.Words(BlockKind.Refusal),
            answer.Words(BlockKind.Thought),
            string.Join('|', answer.Blocks.Select(block => block.Seal).OfType<string>()),
            string.Join('|', answer.Blocks.Where(block => block.Call is not null)
                .Select(block => $"{block.Call!.Id} {block.Call.Name} {block.Call.Arguments}")),
            answer.Sum.Reason(answer.HasTools).Value,
            usage is null
                ? ""
                : $"{usage.InputTokenCount} {usage.OutputTokenCount} {usage.CachedInputTokenCount} {usage.ReasoningTokenCount}");
    }

    /// <summary>The stream that a writer makes of frames that say these things.</summary>
    public static byte[] Stream(WireKind kind, IEnumerable<IReadOnlyList<Delta>> frames, AnswerStart? start = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = WireProtocol.Of(kind).Answer(start ?? Start);
        foreach (var frame in frames)
            writer.Write(frame, output);
        writer.End(output);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Body(WireKind kind, IEnumerable<Delta> deltas, AnswerStart? start = null)
    {
        var output = new ArrayBufferWriter<byte>();
        WireProtocol.Of(kind).Answer(start ?? Start).Whole([.. deltas], output);
        return output.WrittenSpan.ToArray();
    }

    public static List<Delta> ReadStream(WireKind kind, byte[] stream) =>
        [.. Frames(stream).SelectMany(frame => frame.View(WireProtocol.Of(kind)))];

    public static IReadOnlyList<Delta> ReadBody(WireKind kind, byte[] body) =>
        new Frame(body, "", body, whole: true).View(WireProtocol.Of(kind));

    public static List<Frame> Frames(byte[] stream)
    {
        var frames = new Queue<Frame>();
        var parser = new SseParser(1 << 20);
        parser.Feed(stream, frames);
        parser.Complete(frames);
        return [.. frames];
    }

    /// <summary>Every payload of a stream as JSON, the end mark left out.</summary>
    public static List<JsonElement> Payloads(byte[] stream) =>
        [.. Frames(stream).Where(frame => !frame.Data.Span.SequenceEqual("[DONE]"u8))
            .Select(frame => JsonSerializer.Deserialize<JsonElement>(frame.Data.Span))];

    public static UsageDetails Used(long input, long output, long? cached = null, long? reasoning = null) => new()
    {
        InputTokenCount = input,
        OutputTokenCount = output,
        TotalTokenCount = input + output,
        CachedInputTokenCount = cached,
        ReasoningTokenCount = reasoning,
    };

    public static string Text8(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
