using System.Buffers;
using System.Text;
using Microsoft.Extensions.AI;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

/// <summary>A stream is passed on untouched, breaks off, and another model goes on.</summary>
public sealed class ContinuedAnswerTests
{
    public static TheoryData<WireKind, int> Cuts()
    {
        var cuts = new TheoryData<WireKind, int>();
        foreach (var kind in Enum.GetValues<WireKind>())
        {
            for (var frames = 0; frames < Told.Frames(Encoding.UTF8.GetBytes(Samples.Stream(kind))).Count; frames++)
                cuts.Add(kind, frames);
        }

        return cuts;
    }

    [Theory, MemberData(nameof(Cuts))]
    public void Wherever_it_breaks_the_rest_makes_it_one_answer(WireKind kind, int cut)
    {
        var frames = Told.Frames(Encoding.UTF8.GetBytes(Samples.Stream(kind)))[..cut];
        var output = new ArrayBufferWriter<byte>();
        var writer = WireProtocol.Of(kind).Answer(Told.Start);
        foreach (var frame in frames)
        {
            output.Write(frame.Raw.Span);
            writer.Passed(frame);
        }

        var before = Told.Of(frames.SelectMany(frame => frame.View(WireProtocol.Of(kind))));
        var isFinished = frames.Any(frame => frame.View(WireProtocol.Of(kind)).Any(delta => delta is Delta.Finish));
        if (!isFinished)
            writer.Write([new Delta.Text(" and more"), new Delta.Finish(ChatFinishReason.Stop)], output);
        writer.Write([new Delta.Used(Told.Used(9, 5))], output);
        writer.End(output);

        var stream = output.WrittenSpan.ToArray();
        var read = Told.Of(Told.ReadStream(kind, stream));
        read.Text.ShouldBe(before.Text + (isFinished ? "" : " and more"));
        read.Finish.ShouldBe("stop");
        Told.ReadStream(kind, stream).OfType<Delta.Finish>().Count().ShouldBe(1);
        Told.ReadStream(kind, stream).OfType<Delta.End>().ShouldNotBeEmpty();
        if (kind == WireKind.Responses)
            CheckResponse(stream, read.Text);
        if (kind == WireKind.Messages)
            CheckBlocks(stream);
        if (kind == WireKind.Chat)
            Told.Payloads(stream).Select(chunk => chunk.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
    }

    [Theory, InlineData(WireKind.Chat), InlineData(WireKind.Messages)]
    public void To_follow_words_that_are_passed_on_costs_no_memory(WireKind kind)
    {
        var frames = Told.Frames(Encoding.UTF8.GetBytes(Samples.Stream(kind)));
        var words = frames.First(frame => Encoding.UTF8.GetString(frame.Data.Span).Contains(" three"));
        var writer = WireProtocol.Of(kind).Answer(Told.Start);
        foreach (var frame in frames[..frames.IndexOf(words)])
            writer.Passed(frame);
        writer.Passed(words);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
            writer.Passed(words);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void CheckResponse(byte[] stream, string text)
    {
        var events = Told.Payloads(stream);
        events.Select(told => told.GetProperty("sequence_number").GetInt32()).ShouldBe(Enumerable.Range(0, events.Count));
        var open = new HashSet<int>();
        foreach (var told in events)
        {
            switch (told.GetProperty("type").GetString())
            {
                case "response.output_item.added":
                    open.Add(told.GetProperty("output_index").GetInt32()).ShouldBeTrue();
                    break;
                case "response.output_item.done":
                    open.Remove(told.GetProperty("output_index").GetInt32()).ShouldBeTrue();
                    break;
            }
        }

        open.ShouldBeEmpty();
        var end = events[^1].GetProperty("response");
        string.Concat(end.GetProperty("output").EnumerateArray().Where(item => item.GetProperty("type").GetString() == "message")
            .SelectMany(item => item.GetProperty("content").EnumerateArray()).Select(part => part.GetProperty("text").GetString()))
            .ShouldBe(text);
        end.GetProperty("id").GetString().ShouldBe(events[0].GetProperty("response").GetProperty("id").GetString());
        end.GetProperty("usage").GetProperty("input_tokens").GetInt32().ShouldBe(9);
        string.Concat(events.Where(told => told.GetProperty("type").GetString() == "response.output_text.done")
            .Select(told => told.GetProperty("text").GetString())).ShouldBe(text);
    }

    private static void CheckBlocks(byte[] stream)
    {
        int? open = null;
        var next = 0;
        foreach (var told in Told.Payloads(stream))
        {
            switch (told.GetProperty("type").GetString())
            {
                case "content_block_start":
                    open.ShouldBeNull();
                    open = told.GetProperty("index").GetInt32();
                    open.ShouldBe(next++);
                    break;
                case "content_block_delta":
                    told.GetProperty("index").GetInt32().ShouldBe(open!.Value);
                    break;
                case "content_block_stop":
                    told.GetProperty("index").GetInt32().ShouldBe(open!.Value);
                    open = null;
                    break;
            }
        }

        open.ShouldBeNull();
    }
}
