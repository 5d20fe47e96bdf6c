using System.Text;
using Tako.Models.Caching;
using Tako.Models.Calls;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Caching;

public sealed class AnswerCheckTests
{
    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}""", nameof(NotKept.No))]
    [InlineData("""{"choices":[{"message":{"tool_calls":[]},"finish_reason":"tool_calls"}]}""", nameof(NotKept.No))]
    [InlineData("""{"choices":[{"message":{"content":"x"},"finish_reason":"length"}]}""", nameof(NotKept.Truncated))]
    [InlineData("""{"choices":[{"message":{"content":"x"},"finish_reason":"content_filter"}]}""", nameof(NotKept.Refused))]
    [InlineData("""{"choices":[{"message":{"refusal":"No."},"finish_reason":"stop"}]}""", nameof(NotKept.Refused))]
    [InlineData("""{"choices":[{"message":{"content":"x"},"finish_reason":null}]}""", nameof(NotKept.Unfinished))]
    [InlineData("""{"choices":[]}""", nameof(NotKept.Unfinished))]
    [InlineData("""{"error":{"message":"x"},"choices":[{"message":{},"finish_reason":"stop"}]}""", nameof(NotKept.Failed))]
    [InlineData("""<html>""", nameof(NotKept.Unfinished))]
    [InlineData("""[1]""", nameof(NotKept.Unfinished))]
    public void A_body_of_chat(string body, string verdict) => Whole(WireKind.Chat, body).ShouldBe(verdict);

    [Theory]
    [InlineData("""{"type":"message","stop_reason":"end_turn"}""", nameof(NotKept.No))]
    [InlineData("""{"type":"message","stop_reason":"tool_use"}""", nameof(NotKept.No))]
    [InlineData("""{"type":"message","stop_reason":"max_tokens"}""", nameof(NotKept.Truncated))]
    [InlineData("""{"type":"message","stop_reason":"refusal"}""", nameof(NotKept.Refused))]
    [InlineData("""{"type":"message","stop_reason":"pause_turn"}""", nameof(NotKept.Unfinished))]
    [InlineData("""{"type":"error","error":{}}""", nameof(NotKept.Failed))]
    public void A_body_of_messages(string body, string verdict) => Whole(WireKind.Messages, body).ShouldBe(verdict);

    [Theory]
    [InlineData("""{"status":"completed","error":null,"incomplete_details":null,"output":[{"content":[{}]}]}""", nameof(NotKept.No))]
    [InlineData("""{"status":"completed","output":[{"content":[{"type":"refusal","refusal":"No."}]}]}""", nameof(NotKept.Refused))]
    [InlineData("""{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}""", nameof(NotKept.Truncated))]
    [InlineData("""{"status":"failed","error":{"code":"x"}}""", nameof(NotKept.Failed))]
    [InlineData("""{"status":"in_progress"}""", nameof(NotKept.Unfinished))]
    public void A_body_of_responses(string body, string verdict) => Whole(WireKind.Responses, body).ShouldBe(verdict);

    [Fact]
    public void Vectors_and_counts()
    {
        Whole(WireKind.Chat, """{"data":[{"embedding":[1]}]}""", CallOperation.Embed).ShouldBe(nameof(NotKept.No));
        Whole(WireKind.Chat, """{"error":{}}""", CallOperation.Embed).ShouldBe(nameof(NotKept.Failed));
        Whole(WireKind.Messages, """{"input_tokens":3}""", CallOperation.CountTokens).ShouldBe(nameof(NotKept.No));
    }

    [Fact]
    public void A_stream_of_chat_needs_the_end_of_every_choice()
    {
        Stream(WireKind.Chat, 1, CacheKit.Stream).ShouldBe(nameof(NotKept.No));
        Stream(WireKind.Chat, 2, CacheKit.Stream).ShouldBe(nameof(NotKept.Unfinished));
        Stream(WireKind.Chat, 2, [.. CacheKit.Stream, Choice(1, "\"delta\":{},\"finish_reason\" : \"stop\"")])
            .ShouldBe(nameof(NotKept.No));
        Stream(WireKind.Chat, 1, CacheKit.Stream[..2]).ShouldBe(nameof(NotKept.Unfinished));
        Stream(WireKind.Chat, 1, [.. CacheKit.Stream[..2], Choice(0, "\"delta\":{\"refusal\":\"No\"}"), .. CacheKit.Stream[2..]])
            .ShouldBe(nameof(NotKept.Refused));
        Stream(WireKind.Chat, 1, [.. CacheKit.Stream[..2], Choice(0, "\"delta\":{},\"finish_reason\":\"length\"")])
            .ShouldBe(nameof(NotKept.Truncated));

        static string Choice(int index, string rest) => $"data: {{\"choices\":[{{\"index\":{index},{rest}}}]}}\n\n";
    }

    [Fact]
    public void Words_that_look_like_an_end_are_none()
    {
        const string said = "data: {\"choices\":[{\"delta\":{\"content\":\"\\\"finish_reason\\\":\\\"stop\\\"\"},"
            + "\"finish_reason\":null}]}\n\n";
        Stream(WireKind.Chat, 1, said).ShouldBe(nameof(NotKept.Unfinished));
    }

    [Fact]
    public void Streams_of_the_other_protocols()
    {
        Stream(WireKind.Messages, 1,
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"stop_reason\":null}}\n\n",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n")
            .ShouldBe(nameof(NotKept.No));
        Stream(WireKind.Messages, 1,
            "event: message_delta\ndata: {\"type\":\"message_delta\",\ndata: \"delta\":{\"stop_reason\":\"max_tokens\"}}\n\n")
            .ShouldBe(nameof(NotKept.Truncated));
        Stream(WireKind.Responses, 1,
            "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\"}}\n\n",
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}\n\n")
            .ShouldBe(nameof(NotKept.No));
        Stream(WireKind.Responses, 1,
            "event: response.incomplete\ndata: {\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\"}}\n\n")
            .ShouldBe(nameof(NotKept.Unfinished));
    }

    private static string Whole(WireKind wire, string body, CallOperation operation = CallOperation.Generate)
    {
        var check = new AnswerCheck(wire, operation, streamed: false, 1);
        check.Take(Encoding.UTF8.GetBytes(body));
        return check.Verdict().ToString();
    }

    private static string Stream(WireKind wire, int choices, params string[] frames)
    {
        var check = new AnswerCheck(wire, CallOperation.Generate, streamed: true, choices);
        foreach (var frame in frames)
            check.Take(Encoding.UTF8.GetBytes(frame));
        return check.Verdict().ToString();
    }
}
