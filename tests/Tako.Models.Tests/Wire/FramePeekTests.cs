using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class FramePeekTests
{
    private static readonly string[] Frames = [.. Samples.Golden("frames.txt").TrimEnd('\n').Split('\n'), ""];

    [Theory, InlineData(WireKind.Chat), InlineData(WireKind.Responses), InlineData(WireKind.Messages)]
    public void A_peek_agrees_with_the_view_on_every_kind_of_frame(WireKind kind)
    {
        foreach (var frame in Frames)
            Compare(kind, Encoding.UTF8.GetBytes(frame));
    }

    [Theory, InlineData(WireKind.Chat), InlineData(WireKind.Responses), InlineData(WireKind.Messages)]
    public void A_peek_agrees_with_the_view_on_mutated_frames(WireKind kind)
    {
        var pairs = Gen.Zip(Gen.Elements(Frames), Gen.Choose(0, int.MaxValue));
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            Compare(kind, Mutant.Of(Encoding.UTF8.GetBytes(pair.Item1), new Random(pair.Item2)));
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Theory, InlineData(WireKind.Chat), InlineData(WireKind.Responses), InlineData(WireKind.Messages)]
    public void A_peek_with_a_memory_agrees_with_one_without(WireKind kind)
    {
        var protocol = WireProtocol.Of(kind);
        string[] words = ["Hello", "", "é😀", "\\n", "\"", "\n", "x\",\"content\":\"y", " "];
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var memo = new PeekMemo(protocol);
            var frame = Frames[random.Next(Frames.Length)];
            for (var turn = 0; turn < 12; turn++)
            {
                if (random.Next(6) == 0)
                    frame = Frames[random.Next(Frames.Length)];
                var data = Encoding.UTF8.GetBytes(frame.Replace("Hello", words[random.Next(words.Length)])
                    .Replace("Hel\\tlo", words[random.Next(words.Length)]));
                if (random.Next(6) == 0)
                    data = Mutant.Of(data, random);
                var plain = Tell(() => FramePeek.Of(protocol, data), data);
                Tell(() => memo.Of(data), data).ShouldBe(plain, Encoding.UTF8.GetString(data));
            }
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static string Tell(Func<FramePeek> peek, byte[] data)
    {
        try
        {
            var told = peek();
            return $"{told.Signs} {told.ContentBytes} {told.Words(data)}";
        }
        catch (MalformedFrameException)
        {
            return "malformed";
        }
    }

    [Fact]
    public void The_usual_frames_are_peeked_at_without_allocating()
    {
        byte[][] usual =
        [
            .. new[] { Frames[1], Frames[9], Frames[10] }.Select(Encoding.UTF8.GetBytes),
            .. Frames.Where(frame => frame.Contains("_delta\",\"text\":\"Hello")).Select(Encoding.UTF8.GetBytes),
            .. Frames.Where(frame => frame.Contains("Hel\\tlo")).Select(Encoding.UTF8.GetBytes),
        ];
        WireKind[] kinds = [WireKind.Chat, WireKind.Chat, WireKind.Chat, WireKind.Messages, WireKind.Responses];
        var words = new ArrayBufferWriter<byte>(1024);
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
            Round();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        Encoding.UTF8.GetString(words.WrittenSpan).ShouldBe("Hal\"lo\néHelloHel\tlo");

        void Round()
        {
            words.ResetWrittenCount();
            for (var frame = 0; frame < usual.Length; frame++)
                FramePeek.Of(WireProtocol.Of(kinds[frame]), usual[frame]).CopyWords(usual[frame], words);
        }
    }

    private static void Compare(WireKind kind, byte[] data)
    {
        var protocol = WireProtocol.Of(kind);
        var (signs, text) = View(protocol, data);
        FramePeek peek;
        try
        {
            peek = FramePeek.Of(protocol, data);
        }
        catch (MalformedFrameException)
        {
            signs.ShouldBe((FrameSigns)(-1), Encoding.UTF8.GetString(data));
            return;
        }

        peek.Signs.ShouldBe(signs, Encoding.UTF8.GetString(data));
        peek.Words(data).ShouldBe(text);
        var copied = new ArrayBufferWriter<byte>();
        peek.CopyWords(data, copied);
        Encoding.UTF8.GetString(copied.WrittenSpan).ShouldBe(text);
    }

    private static (FrameSigns Signs, string Text) View(WireProtocol protocol, byte[] data)
    {
        try
        {
            var signs = FrameSigns.None;
            var text = "";
            foreach (var delta in new Frame(data, "", data, whole: false).View(protocol))
            {
                signs |= delta switch
                {
                    Delta.Text said => said.Words.Length > 0 ? FrameSigns.Text : FrameSigns.None,
                    Delta.Reasoning => FrameSigns.Reasoning,
                    Delta.Tool => FrameSigns.Tool,
                    Delta.Finish => FrameSigns.Finish,
                    Delta.Used => FrameSigns.Usage,
                    Delta.Failed => FrameSigns.Failed,
                    Delta.End => FrameSigns.End,
                    _ => FrameSigns.None,
                };
                text += (delta as Delta.Text)?.Words;
            }

            return (signs, text);
        }
        catch (MalformedFrameException)
        {
            return ((FrameSigns)(-1), "");
        }
    }
}
