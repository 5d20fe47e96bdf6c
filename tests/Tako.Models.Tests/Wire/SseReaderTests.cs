using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class SseReaderTests
{
    private static readonly string[] Lines =
        ["data: a", "data:b", "data: ", "data", ": a comment", "event: ping", "id: 7", "nonsense", "data: {\"x\": \"é€😀\"}", "", "", ""];

    [Fact]
    public void Any_split_gives_the_same_bytes()
    {
        var ends = Gen.Elements("\n", "\r\n", "\r");
        var lines = Gen.Zip(Gen.Elements(Lines), ends).ArrayOf();
        Prop.ForAll(Gen.Zip(lines, Gen.Choose(1, 9).ArrayOf()).ToArbitrary(), both =>
        {
            var stream = Encoding.UTF8.GetBytes(string.Concat(both.Item1.Select(line => line.Item1 + line.Item2)));
            var whole = Read(stream, [stream.Length]);
            Read(stream, both.Item2).ShouldBe(whole);
            Read(stream, [1]).ShouldBe(whole);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory, InlineData("\n"), InlineData("\r\n")]
    public void A_stream_goes_through_byte_for_byte(string end)
    {
        var text = Samples.MessagesStream.ReplaceLineEndings(end);
        string.Concat(Read(Encoding.UTF8.GetBytes(text), [7]).Select(told => told.Raw)).TrimEnd().ShouldBe(text.TrimEnd());
    }

    [Theory, InlineData("data: x\n\n"), InlineData("data: x\r\r"), InlineData("data: x\r\n\r\n")]
    public void An_event_is_there_with_the_last_byte_of_its_blank_line(string text)
    {
        using var reader = new SseReader(1000);
        foreach (var letter in Encoding.UTF8.GetBytes(text)[..^1])
        {
            reader.Room().Span[0] = letter;
            reader.Advance(1);
            reader.TryNext(out _).ShouldBeFalse();
        }

        reader.Room().Span[0] = (byte)text[^1];
        reader.Advance(1);
        reader.TryNext(out var told).ShouldBeTrue();
        Encoding.UTF8.GetString(told.Payload.Span).ShouldBe("x");
    }

    [Fact]
    public void What_the_connections_end_leaves_open_is_closed_with_a_blank_line() =>
        Read("data: a\n\ndata: b"u8.ToArray(), [100]).Select(told => told.Raw).ShouldBe(["data: a\n\n", "data: b\n\n"]);

    [Fact]
    public void Reading_events_allocates_nothing_once_the_buffer_is_there()
    {
        using var reader = new SseReader(1 << 16);
        var chunk = "event: x\ndata: {\"choices\":[{\"delta\":{\"content\":\"word\"}}]}\n\n"u8.ToArray();
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
            Round();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Round()
        {
            chunk.CopyTo(reader.Room());
            reader.Advance(chunk.Length);
            while (reader.TryNext(out _))
            {
            }
        }
    }

    [Fact]
    public void An_event_of_endless_lines_is_refused_at_the_limit()
    {
        using var reader = new SseReader(10_000);
        Should.Throw<MalformedFrameException>(() =>
        {
            for (var line = 0; line < 2000; line++)
            {
                ": keep alive\n"u8.CopyTo(reader.Room().Span);
                reader.Advance(": keep alive\n"u8.Length);
                reader.TryNext(out _);
            }
        });
    }

    private static List<(string Raw, string Name, string Payload)> Read(byte[] stream, int[] sizes)
    {
        using var reader = new SseReader(10_000);
        List<(string, string, string)> told = [];
        var at = 0;
        for (var turn = 0; at < stream.Length; turn++)
        {
            var size = sizes.Length == 0 ? 1 : Math.Max(1, sizes[turn % sizes.Length]);
            size = Math.Min(size, stream.Length - at);
            stream.AsSpan(at, size).CopyTo(reader.Room().Span);
            reader.Advance(size);
            at += size;
            Drain();
        }

        reader.Complete();
        Drain();
        return told;

        void Drain()
        {
            while (reader.TryNext(out var next))
                told.Add((Text(next.Raw), Text(next.Name), Text(next.Payload)));
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
