using System.Buffers;
using System.Text;
using System.Text.Json;
using Tako.Core.Faults;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class RequestHeadTests
{
    [Fact]
    public void The_head_of_a_chat_request_is_read_from_its_top_level_only()
    {
        var body = """
            {"messages":[{"role":"user","content":"x","model":"inner","stream":false}],"model":"gpt-x","stream":true,
            "max_tokens":5,"max_completion_tokens":9,"n":2,"tools":[{"type":"function"}],"user":"u1",
            "response_format":{"json_schema":{"type":"text"},"type":"json_schema"},
            "stream_options":{"a":null,"include_usage":true},"store":false}
            """u8;
        var head = Read(body, WireKind.Chat);
        Encoding.UTF8.GetString(head.ModelName(body)).ShouldBe("gpt-x");
        head.Stream.ShouldBeTrue();
        head.MaxOutput.ShouldBe(9);
        head.Choices.ShouldBe(2);
        head.HasTools.ShouldBeTrue();
        head.HasFormat.ShouldBeTrue();
        head.UsageInStream.ShouldBeTrue();
        head.Store.ShouldBe(false);
        RequestHead.Text(body, head.User).ShouldBe("u1");
    }

    [Fact]
    public void The_head_of_a_responses_request_knows_what_the_server_keeps()
    {
        var body = """
            {"model":"m","input":"hi","previous_response_id":"resp_1","background":true,"max_output_tokens":7,"tools":[],
            "text":{"verbosity":"low","format":{"type":"text"}}}
            """u8;
        var head = Read(body, WireKind.Responses);
        RequestHead.Text(body, head.PreviousResponse).ShouldBe("resp_1");
        head.Background.ShouldBeTrue();
        head.Store.ShouldBeNull();
        head.MaxOutput.ShouldBe(7);
        head.HasTools.ShouldBeFalse();
        head.HasFormat.ShouldBeFalse();
        head.UsageInStream.ShouldBeTrue();
        RequestHead.Text(body, head.User).ShouldBeNull();
    }

    [Fact]
    public void The_head_of_a_messages_request_finds_its_user_in_the_metadata()
    {
        var body = """{"model":"c","max_tokens":64,"metadata":{"user_id":"u\u0031"},"output_config":{"format":{"type":"json_schema"}}}"""u8;
        var head = Read(body, WireKind.Messages);
        RequestHead.Text(body, head.User).ShouldBe("u1");
        head.HasFormat.ShouldBeTrue();
        head.MaxOutput.ShouldBe(64);
    }

    [Fact]
    public void A_name_and_a_model_written_with_escapes_are_the_same_name_and_model()
    {
        var body = """{"\u006dodel":"g\u0070t"}"""u8;
        Encoding.UTF8.GetString(Read(body, WireKind.Chat).ModelName(body)).ShouldBe("gpt");
    }

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("[1]", "", 1)]
    [InlineData("{\"model\":\"m\"", "", 1)]
    [InlineData("{\"model\":\"m\"} x", "", 1)]
    [InlineData("{\n\"model\":\"m\",\n\"stream\":tru}", "", 3)]
    [InlineData("{\"messages\":[]}", "model", 0)]
    [InlineData("{\"model\":7}", "model", 1)]
    [InlineData("{\"model\":\"\"}", "model", 1)]
    [InlineData("{\"model\":\"a\",\n\"model\":\"b\"}", "model", 2)]
    [InlineData("{\"model\":\"a\",\n\n\"stream\":\"yes\"}", "stream", 3)]
    [InlineData("{\"model\":\"a\",\"max_tokens\":1.5}", "max_tokens", 1)]
    [InlineData("{\"model\":\"a\",\"max_tokens\":-1}", "max_tokens", 1)]
    [InlineData("{\"model\":\"a\",\"n\":0}", "n", 1)]
    [InlineData("{\"model\":\"a\",\"tools\":{}}", "tools", 1)]
    [InlineData("{\"model\":\"a\",\"stream_options\":[]}", "stream_options", 1)]
    [InlineData("{\"model\":\"a\",\"user\":[]}", "user", 1)]
    [InlineData("{\"model\":\"\\ud800\"}", "", 1)]
    public void What_is_wrong_is_named_with_its_place(string body, string field, int line)
    {
        var fault = RequestHead.Read(Encoding.UTF8.GetBytes(body), WireKind.Chat, out _).ShouldNotBeNull();
        fault.Path.ShouldBe(field);
        fault.Line.ShouldBe(line);
        fault.Message.ShouldNotBeEmpty();
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named_by_their_place()
    {
        byte[] body = [.. "{\"model\":\"m\",\n\"x\":\"é"u8, 0xC3, 0x28, .. "\"}"u8];
        var fault = RequestHead.Read(body, WireKind.Chat, out _).ShouldNotBeNull();
        fault.Message.ShouldContain("UTF-8");
        fault.Line.ShouldBe(2);
        fault.Message.ShouldContain("byte 8");
    }

    [Fact]
    public void Sixty_four_levels_are_deep_enough_and_one_more_is_said_to_be_too_many()
    {
        RequestHead.Read(Nested(63), WireKind.Chat, out _).ShouldBeNull();
        RequestHead.Read(Nested(64), WireKind.Chat, out _).ShouldNotBeNull().Message.ShouldContain("64 levels");

        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(
            $$"""{"model":"m","x":{{new string('[', depth)}}{{new string(']', depth)}}}""");
    }

    [Theory]
    [InlineData("""{ "x" : [1, 2] ,"model":"a", "y":null }""", true, """{ "x" : [1, 2] ,"model":"up\u0022", "y":null }""")]
    [InlineData("""{"model":"a","stream":true}""", true,
        """{"stream_options":{"include_usage":true},"model":"up\u0022","stream":true}""")]
    [InlineData("""{"model":"a","stream":true}""", false, """{"model":"up\u0022","stream":true}""")]
    [InlineData("""{"stream_options":null,"model":"a","stream":true}""", true,
        """{"stream_options":{"include_usage":true},"model":"up\u0022","stream":true}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{ "o":1}}""", true,
        """{"model":"up\u0022","stream":true,"stream_options":{"include_usage":true, "o":1}}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{}}""", true,
        """{"model":"up\u0022","stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{"include_usage":false}}""", true,
        """{"model":"up\u0022","stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{"include_usage":true}}""", true,
        """{"model":"up\u0022","stream":true,"stream_options":{"include_usage":true}}""")]
    public void Only_the_model_and_the_question_for_usage_are_spliced_in(string body, bool tellUsage, string sent)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = Read(bytes, WireKind.Chat);
        var output = new ArrayBufferWriter<byte>();
        var added = BodySplice.Write(bytes, head, JsonEncodedText.Encode("up\""), tellUsage, output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(sent);
        added.ShouldBe(head.Stream && tellUsage && !head.UsageInStream);
        JsonDocument.Parse(output.WrittenMemory).Dispose();
    }

    [Fact]
    public void Reading_and_splicing_allocate_nothing()
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""{"model":"m","stream":true,"messages":[{"role":"user","content":"{{new string('x', 2000)}}"}]}""");
        var output = new ArrayBufferWriter<byte>(8192);
        var model = JsonEncodedText.Encode("up");
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
            Round();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Round()
        {
            RequestHead.Read(body, WireKind.Chat, out var head);
            output.ResetWrittenCount();
            BodySplice.Write(body, head, model, tellUsage: true, output);
        }
    }

    private static RequestHead Read(ReadOnlySpan<byte> body, WireKind kind)
    {
        RequestHead.Read(body, kind, out var head).ShouldBeNull();
        return head;
    }
}
