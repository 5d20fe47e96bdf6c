using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class FramePeekTests
{
    private static readonly string[] Frames =
    [
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
        """{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"Hal\"lo\n\u00e9"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        """{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"\ud83d\ude00"}}]}""",
        """{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"\ud83d"}}]}""",
        """{"id":"c","choices":[{"delta":{"reasoning_content":"hm"}}]}""",
        """{"id":"c","choices":[{"delta":{"reasoning":"hm","reasoning_content":"h"}}]}""",
        """{"id":"c","choices":[{"delta":{"refusal":"no"}}]}""",
        """{"id":"c","choices":[{"delta":{"content":"a","refusal":"no"}}]}""",
        """{"id":"c","choices":[{"delta":{"content":[{"type":"text","text":"part"}]}}]}""",
        """{"id":"c","choices":[{"delta":{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":"{\"a\""}}]}}]}""",
        """{"id":"c","choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""",
        """{"id":"c","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"x":{"choices":[]}}}""",
        """{"error":{"message":"x","code":"rate_limit_exceeded"}}""",
        """{"error":null,"choices":[{"delta":{"content":"x","inner":{"content":"y"}}}]}""",
        """{"\u0063hoices":[{"delta":{"content":"x"}}]}""",
        """{"choices":[{"delta":{"content":"x"}}],"choices":[{"delta":{}}]}""",
        """{ "choices" : [ { "delta" : { "content" : "x" } }, {"delta":{"content":"second"}} ] , "usage" : null }""",
        """{"choices":null}""", """{"choices":[7]}""", """{}""", """[]""", """7""", "", "[DONE]", "[DONE] ", "{\"choices\":[",
        """{"type":"message_start","message":{"id":"m","model":"x","usage":{"input_tokens":3}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"n","input":{}}}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"abc"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}""",
        """{"delta":{"text":"late","type":"text_delta"},"index":0,"type":"content_block_delta"}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""}}""",
        """{"type":"content_block_delta","delta":{"type":"text_delta","text":"no index"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"text":"x"}}}""",
        """{"type":"content_block_stop","index":0}""", """{"type": "ping"}""",
        """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":7}}""",
        """{"type":"message_delta","delta":{"stop_reason":null},"usage":{"output_tokens":7}}""",
        """{"type":"message_delta","delta":{"stop_reason":" "},"usage":null}""",
        """{"type":"message_stop"}""", """{"type":"error","error":{"type":"overloaded_error","message":"x"}}""",
        """{"type":"response.created","sequence_number":0,"response":{"id":"r","model":"m","status":"in_progress","output":[]}}""",
        """{"type":"response.in_progress","sequence_number":1,"response":{"id":"r","error":null}}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"id":"fc","type":"function_call","call_id":"c","name":"f","arguments":""}}""",
        """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"Hel\tlo","logprobs":[]}""",
        """{"type":"response.output_text.delta","delta":""}""", """{"type":"response.output_text.delta"}""",
        """{"delta":"x","type":"response.refusal.delta"}""",
        """{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{}"}""",
        """{"type":"response.reasoning_summary_text.delta","delta":"hm","summary_index":0}""",
        """{"type":"response.output_text.done","text":"x","delta":7}""",
        """{"type":"response.completed","response":{"status":"completed","output":[],"usage":{"input_tokens":1,"output_tokens":2}}}""",
        """{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}}""",
        """{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"x"}}}""",
        """{"type":"error","code":"x","message":"y","param":null}""",
    ];

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
