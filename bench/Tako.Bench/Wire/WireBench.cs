using System.Buffers;
using System.Text;
using System.Text.Json;
using Tako.Models.Wire;

namespace Tako.Bench.Wire;

/// <summary>
/// What the pass-through path looks at, beside one pass of System.Text.Json's reader over the same bytes: the head of a request
/// of 2 KB, and a frame of words in each protocol; and beside a peek the whole view of the same frame.
/// </summary>
internal static class WireBench
{
    private const int Rounds = 20_000;
    private static readonly TimeProvider Time = TimeProvider.System;

    private static readonly (WireKind Kind, string Frame)[] Frames =
    [
        (WireKind.Chat, """
            {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"gpt-4o-mini","service_tier":"default",
            "system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"content":" Hello"},"logprobs":null,"finish_reason":null}]}
            """),
        (WireKind.Responses, """
            {"type":"response.output_text.delta","sequence_number":10,"item_id":"msg_123","output_index":1,"content_index":0,
            "delta":" Hello","logprobs":[],"obfuscation":"xyz"}
            """),
        (WireKind.Messages, """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" Hello"}}"""),
    ];

    public static Task RunAsync(string[] args)
    {
        var turn = $$"""{"role":"user","content":"{{new string('x', 300)}}"}""";
        var body = Encoding.UTF8.GetBytes(
            $$"""{"model":"gpt-4o-mini","stream":true,"max_tokens":500,"messages":[{{string.Join(',', Enumerable.Repeat(turn, 6))}}]}""");
        var model = JsonEncodedText.Encode("gpt-4o-mini-2024-07-18");
        var output = new ArrayBufferWriter<byte>(8192);
        Tell($"head of {body.Length} bytes", body, () => RequestHead.Read(body, WireKind.Chat, out _));
        Tell("head and splice", body, () =>
        {
            RequestHead.Read(body, WireKind.Chat, out var head);
            output.ResetWrittenCount();
            BodySplice.Write(body, head, model, tellUsage: true, output);
        });
        foreach (var (kind, text) in Frames)
        {
            var frame = Encoding.UTF8.GetBytes(text.ReplaceLineEndings(""));
            var protocol = WireProtocol.Of(kind);
            Tell($"peek at {kind}, {frame.Length} bytes", frame, () => FramePeek.Of(protocol, frame));
            var memo = new PeekMemo(protocol);
            Tell($"peek with a memory", frame, () => memo.Of(frame));
            Tell($"view of {kind}", frame, () => new Frame(frame, "", frame, whole: false).View(protocol));
        }

        using var reader = new SseReader(1 << 20);
        var events = Encoding.UTF8.GetBytes($"data: {Frames[0].Frame.ReplaceLineEndings("")}\n\n");
        Tell("event out of a stream", events, () =>
        {
            events.CopyTo(reader.Room());
            reader.Advance(events.Length);
            while (reader.TryNext(out _))
            {
            }
        });
        return Task.CompletedTask;
    }

    private static void Tell(string what, byte[] bytes, Action run)
    {
        var (took, allocated) = Measure(run);
        var (bare, _) = Measure(() =>
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(bytes.AsSpan().IndexOf((byte)'{')));
            while (reader.Read())
            {
            }
        });
        Console.WriteLine($"{what,-28} {took,8:F0} ns  {allocated,6} B  {took / bare,5:F1} x a bare reader ({bare:F0} ns)");
    }

    // The fastest of several batches: what else the machine does only ever adds.
    private static (double Nanoseconds, long Bytes) Measure(Action run)
    {
        for (var warm = 0; warm < Rounds; warm++)
            run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var batches = Enumerable.Range(0, 200).Select(_ =>
        {
            var start = Time.GetTimestamp();
            for (var round = 0; round < Rounds / 100; round++)
                run();
            return Time.GetElapsedTime(start).TotalNanoseconds / (Rounds / 100);
        });
        return (batches.Min(), allocated);
    }
}
