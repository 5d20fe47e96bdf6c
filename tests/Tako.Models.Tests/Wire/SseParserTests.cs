using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class SseParserTests
{
    private static readonly string[] Lines =
        ["data: a", "data:b", "data: ", "data", ": a comment", "event: ping", "id: 7", "nonsense",
            "data: {\"x\": \"é€😀\"}", "", ""];

    [Fact]
    public void Any_split_of_a_stream_equals_the_whole()
    {
        var ends = Gen.Elements("\n", "\r\n", "\r");
        var lines = Gen.Zip(Gen.Elements(Lines), ends).ArrayOf();
        Prop.ForAll(Gen.Zip(lines, Gen.Choose(1, 9).ArrayOf()).ToArbitrary(), both =>
        {
            var stream = Encoding.UTF8.GetBytes(string.Concat(both.Item1.Select(line => line.Item1 + line.Item2)));
            var whole = Read(stream, [stream.Length]);
            return Read(stream, both.Item2).SequenceEqual(whole) && Read(stream, [1]).SequenceEqual(whole);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Line_ends_comments_and_several_data_lines_are_understood() =>
        Read("\uFEFF: hello\r\nevent: x\r\ndata: one\r\ndata: two\r\n\r\ndata:three\r\rdata: four\n\n"u8.ToArray(), [5])
            .ShouldBe(["x|one\ntwo", "|three", "|four"]);

    [Fact]
    public void An_event_that_the_connections_end_leaves_open_still_counts() =>
        Read("data: a\n\ndata: b"u8.ToArray(), [100]).ShouldBe(["|a", "|b"]);

    [Fact]
    public void A_frame_keeps_the_bytes_it_came_in()
    {
        var frames = new Queue<Frame>();
        new SseParser(100).Feed("event: e\ndata: {\"a\":1}\n\n"u8, frames);
        Encoding.UTF8.GetString(frames.Dequeue().Raw.Span).ShouldBe("event: e\ndata: {\"a\":1}\n\n");
    }

    [Fact]
    public void A_line_without_end_is_refused_at_its_limit()
    {
        var parser = new SseParser(1000);
        var frames = new Queue<Frame>();
        Should.Throw<MalformedFrameException>(() =>
        {
            for (var piece = 0; piece < 11; piece++)
                parser.Feed(new byte[100], frames);
        });
    }

    private static List<string> Read(byte[] stream, int[] sizes)
    {
        var parser = new SseParser(10_000);
        var frames = new Queue<Frame>();
        var at = 0;
        for (var turn = 0; at < stream.Length; turn++)
        {
            var size = sizes.Length == 0 ? 1 : Math.Max(1, sizes[turn % sizes.Length]);
            size = Math.Min(size, stream.Length - at);
            parser.Feed(stream.AsSpan(at, size), frames);
            at += size;
        }

        parser.Complete(frames);
        return [.. frames.Select(frame => $"{frame.Event}|{Encoding.UTF8.GetString(frame.Data.Span)}")];
    }
}
