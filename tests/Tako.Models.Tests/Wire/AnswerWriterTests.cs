using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class AnswerWriterTests
{
    public static TheoryData<WireKind> Kinds => new(Enum.GetValues<WireKind>());

    [Theory, MemberData(nameof(Kinds))]
    public void What_is_written_reads_as_what_was_said(WireKind kind)
    {
        foreach (var sample in (Delta[][][])[Samples.Talk, Samples.Work, Samples.Cut])
        {
            var said = Comparable(kind, Told.Of(sample.SelectMany(frame => frame)));
            Comparable(kind, Told.Of(Told.ReadStream(kind, Told.Stream(kind, sample)))).ShouldBe(said);
            Comparable(kind, Told.Of(Told.ReadBody(kind, Told.Body(kind, sample.SelectMany(frame => frame))))).ShouldBe(said);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_refusal_is_one_where_the_protocol_has_them_and_words_elsewhere(WireKind kind)
    {
        var read = Told.Of(Told.ReadStream(kind, Told.Stream(kind, Samples.Refused)));
        (kind == WireKind.Messages ? read.Text : read.Refusal).ShouldBe("I cannot help.");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Any_answer_reads_as_it_was_said(WireKind kind)
    {
        Prop.ForAll(Answers().ToArbitrary(), frames =>
        {
            var said = Comparable(kind, Told.Of(frames.SelectMany(frame => frame)));
            Comparable(kind, Told.Of(Told.ReadStream(kind, Told.Stream(kind, frames)))).ShouldBe(said);
            Comparable(kind, Told.Of(Told.ReadBody(kind, Told.Body(kind, frames.SelectMany(frame => frame))))).ShouldBe(said);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Calls_whose_parts_come_interleaved_are_told_whole(WireKind kind)
    {
        Delta[][] frames =
        [
            [new Delta.Tool(0, "a", "f", "")], [new Delta.Tool(1, "b", "g", "")],
            [new Delta.Tool(1, null, null, "{\"y\":")], [new Delta.Tool(0, null, null, "{\"x\":")],
            [new Delta.Tool(0, null, null, "1}")], [new Delta.Tool(1, null, null, "2}")],
            [new Delta.Finish(ChatFinishReason.ToolCalls)],
        ];
        Told.Of(Told.ReadStream(kind, Told.Stream(kind, frames))).Calls.ShouldBe("a f {\"x\":1}|b g {\"y\":2}");
    }

    [Fact]
    public void A_chat_stream_begins_with_the_role_and_ends_with_usage_and_the_end_mark()
    {
        var stream = Told.Stream(WireKind.Chat, Samples.Talk);
        var chunks = Told.Payloads(stream);
        chunks[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString().ShouldBe("assistant");
        chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        chunks[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
        chunks[^1].GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32().ShouldBe(5);
        chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct().ShouldBe(["resp_0123"]);
        Told.Text8(stream).ShouldEndWith("data: [DONE]\n\n");
        Told.Payloads(Told.Stream(WireKind.Chat, Samples.Talk, Told.Start with { UsageInStream = false }))
            .Any(chunk => chunk.TryGetProperty("usage", out var usage)).ShouldBeFalse();
    }

    [Fact]
    public void A_messages_stream_opens_and_closes_every_block_in_turn()
    {
        var events = Told.Payloads(Told.Stream(WireKind.Messages, Samples.Work));
        events.Select(told => told.GetProperty("type").GetString()).ShouldBe(
        [
            "message_start",
            "content_block_start", "content_block_delta", "content_block_delta", "content_block_delta", "content_block_stop",
            "content_block_start", "content_block_delta", "content_block_stop",
            "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop",
            "content_block_start", "content_block_delta", "content_block_stop",
            "message_delta", "message_stop",
        ]);
        events[0].GetProperty("message").GetProperty("usage").GetProperty("input_tokens").GetInt32().ShouldBe(31);
        var end = events[^2];
        end.GetProperty("delta").GetProperty("stop_reason").GetString().ShouldBe("tool_use");
        end.GetProperty("usage").GetProperty("input_tokens").GetInt32().ShouldBe(23);
        end.GetProperty("usage").GetProperty("cache_read_input_tokens").GetInt32().ShouldBe(8);
    }

    [Fact]
    public void A_responses_stream_numbers_its_events_and_repeats_all_of_it_at_the_end()
    {
        var start = Told.Start with
        {
            Request = """{"instructions":"be brief","tools":[{"type":"function","name":"f"}],"metadata":{"a":"b"}}"""u8.ToArray(),
        };
        var events = Told.Payloads(Told.Stream(WireKind.Responses, Samples.Work, start));
        events.Select(told => told.GetProperty("sequence_number").GetInt32()).ShouldBe(Enumerable.Range(0, events.Count));
        var end = events[^1].GetProperty("response");
        end.GetProperty("status").GetString().ShouldBe("completed");
        end.GetProperty("instructions").GetString().ShouldBe("be brief");
        end.GetProperty("metadata").GetProperty("a").GetString().ShouldBe("b");
        end.GetProperty("output").EnumerateArray().Select(item => item.GetProperty("type").GetString())
            .ShouldBe(["reasoning", "message", "function_call", "function_call"]);
        end.GetProperty("output")[2].GetProperty("call_id").GetString().ShouldBe("toolu_a");
        end.GetProperty("output")[2].GetProperty("id").GetString()!.ShouldStartWith("fc_");
        end.GetProperty("usage").GetProperty("output_tokens_details").GetProperty("reasoning_tokens").GetInt32().ShouldBe(12);
        Told.Payloads(Told.Stream(WireKind.Responses, Samples.Cut))[^1].GetProperty("response").GetProperty("incomplete_details")
            .GetProperty("reason").GetString().ShouldBe("max_output_tokens");
    }

    [Theory, InlineData(WireKind.Chat), InlineData(WireKind.Responses)]
    public void How_likely_the_tokens_were_passes_between_chat_and_responses(WireKind kind)
    {
        const string Tokens = """[{"token":"Hi","logprob":-0.1,"bytes":[72,105],"top_logprobs":[]}]""";
        Delta[][] frames = [[new Delta.Text("Hi"), new Delta.LogProbs(Tokens)], [new Delta.Finish(ChatFinishReason.Stop)]];
        Told.ReadStream(kind, Told.Stream(kind, frames)).OfType<Delta.LogProbs>().Single().Tokens.ShouldBe(Tokens);
        Told.ReadBody(kind, Told.Body(kind, frames.SelectMany(frame => frame))).OfType<Delta.LogProbs>().Single().Tokens.ShouldBe(Tokens);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_failure_after_the_first_words_ends_without_an_end(WireKind kind)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = WireProtocol.Of(kind).Answer(Told.Start);
        writer.Write([new Delta.Text("Hel")], output);
        writer.Fail(Failure, output);
        writer.End(output);
        var stream = output.WrittenSpan.ToArray();
        Told.Text8(stream).ShouldNotContain("[DONE]");
        var read = Told.ReadStream(kind, stream);
        read.OfType<Delta.Failed>().ShouldNotBeEmpty();
        read.OfType<Delta.Finish>().ShouldBeEmpty();
        Told.Text8(stream).ShouldContain("it was cut");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Whatever_a_frame_says_the_writers_give_json(WireKind to)
    {
        var frames = Enum.GetValues<WireKind>().SelectMany(kind => Told.Frames(Encoding.UTF8.GetBytes(Samples.Stream(kind)))
            .Select(frame => (Kind: kind, Bytes: frame.Data.ToArray()))).ToArray();
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var output = new ArrayBufferWriter<byte>();
            var writer = WireProtocol.Of(to).Answer(Told.Start);
            for (var count = random.Next(30); count > 0; count--)
            {
                var (kind, bytes) = frames[random.Next(frames.Length)];
                var data = random.Next(2) == 0 ? bytes : Mutant.Of(bytes, random);
                var frame = new Frame(data, "", data, whole: false);
                try
                {
                    if (kind == to && random.Next(2) == 0)
                    {
                        frame.View(WireProtocol.Of(kind));
                        writer.Passed(frame);
                    }
                    else
                        writer.Write(frame.View(WireProtocol.Of(kind)), output);
                }
                catch (MalformedFrameException)
                {
                    // Nothing that a writer would be given.
                }
            }

            writer.End(output);
            Told.Payloads(output.WrittenSpan.ToArray()).ShouldAllBe(payload => payload.ValueKind == JsonValueKind.Object);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static CallFailure Failure =>
        new() { Kind = CallFailureKind.Cut, Message = "it was cut", Provider = "p", Model = "m" };

    // What the protocol cannot say is left out of the comparison.
    private static Told Comparable(WireKind kind, Told told) => kind switch
    {
        WireKind.Chat => told with { Seals = "" },
        WireKind.Messages => told with { Text = told.Text + told.Refusal, Refusal = "", Usage = Zeroes(told.Usage) },
        _ => told with { Usage = Zeroes(told.Usage) },
    };

    // Counts that these protocols demand are 0 where nobody reported them.
    private static string Zeroes(string usage) => string.Join(' ', usage.Split(' ').Select(count => count.Length == 0 ? "0" : count)
        .Concat(Enumerable.Repeat("0", 4)).Take(4)).TrimEnd('0', ' ');

    private static Gen<Delta[][]> Answers()
    {
        var words = Gen.Elements("a", " b", "\"", "\\", "\n", "é", "😀", "{\"x\":1}", "\u2028", "<b>");
        var part = Gen.OneOf(
            words.Select(text => (Delta[])[new Delta.Text(text)]),
            words.Select(text => (Delta[])[new Delta.Text(text)]),
            words.Select(text => (Delta[])[new Delta.Reasoning(text)]),
            words.Select(text => (Delta[])[new Delta.Reasoning(text, "seal")]),
            Gen.Constant((Delta[])[new Delta.Reasoning("", "redacted_thinking:abc")]),
            Gen.Constant((Delta[])[new Delta.Reasoning("", "responses:rs_1:enc")]));
        var calls = Gen.Choose(0, 3).Select(count => Enumerable.Range(0, count).SelectMany(call => (Delta[][])
        [
            [new Delta.Tool(call, $"call_{call}", "f", "")],
            [new Delta.Tool(call, null, null, "{\"k\":")],
            [new Delta.Tool(call, null, null, $"\"v{call}\"}}")],
        ]).ToArray());
        var reason = Gen.Elements(ChatFinishReason.Stop, ChatFinishReason.Length, ChatFinishReason.ContentFilter);
        var usage = Gen.Elements<Delta[][]>([], [[new Delta.Used(Told.Used(9, 5, 3, 2))]], [[new Delta.Used(Told.Used(9, 5, 0, 0))]]);
        return Gen.Zip(Gen.Zip(part.ArrayOf(), calls), Gen.Zip(reason, usage)).Select(all => (Delta[][])
            [.. all.Item1.Item1, .. all.Item1.Item2, [new Delta.Finish(all.Item2.Item1)], .. all.Item2.Item2]);
    }
}
