using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

/// <summary>Anthropic's own library reads what the writers wrote.</summary>
public sealed class AnthropicSdkTests
{
    private static readonly CallFailure Limited =
        new() { Kind = CallFailureKind.LimitReached, Message = "the limit is reached", Provider = "", Model = "m" };

    private static readonly CallFailure CutOff =
        new() { Kind = CallFailureKind.Cut, Message = "it was cut", Provider = "", Model = "m" };

    [Fact]
    public async Task Anthropics_client_reads_a_streamed_answer()
    {
        var answer = await Claude(Told.Stream(WireKind.Messages, Samples.Work)).Messages.CreateStreaming(Prompt)
            .Aggregate();
        CheckMessage(answer);
    }

    [Fact]
    public async Task Anthropics_client_reads_a_whole_answer() =>
        CheckMessage(await Claude(Told.Body(WireKind.Messages, Samples.Work.SelectMany(frame => frame)), "application/json").Messages
            .Create(Prompt));

    [Fact]
    public async Task Anthropics_chat_client_reads_thoughts_calls_and_usage()
    {
        var client = Claude(Told.Stream(WireKind.Messages, Samples.Work)).AsIChatClient("m", 100);
        var answer = await client.GetStreamingResponseAsync("hi").ToChatResponseAsync();
        answer.Text.ShouldBe("I will look.");
        var contents = answer.Messages.SelectMany(message => message.Contents).ToList();
        contents.OfType<TextReasoningContent>().First(thought => thought.Text.Length > 0).Text.ShouldStartWith("Let me");
        contents.OfType<FunctionCallContent>().Select(call => call.CallId).ShouldBe(["toolu_a", "call_b"]);
        answer.FinishReason.ShouldBe(Microsoft.Extensions.AI.ChatFinishReason.ToolCalls);
        answer.Usage!.OutputTokenCount.ShouldBe(40);
    }

    [Fact]
    public async Task A_refused_call_raises_the_exception_that_the_client_knows()
    {
        var claude = await Should.ThrowAsync<AnthropicRateLimitException>(() =>
            Claude(Error(WireKind.Messages, Limited), "application/json", 429).Messages.Create(Prompt));
        claude.ApiMessage.ShouldBe("the limit is reached");
    }

    [Fact]
    public async Task A_stream_that_fails_half_way_raises_an_exception()
    {
        await Should.ThrowAsync<Exception>(async () =>
        {
            await foreach (var update in Claude(Failing(WireKind.Messages)).Messages.CreateStreaming(Prompt))
                update.ShouldNotBeNull();
        });
    }

    private static void CheckMessage(Message answer)
    {
        answer.Validate();
        answer.Content.Count.ShouldBe(4);
        answer.Content[0].TryPickThinking(out var thought).ShouldBeTrue();
        (thought!.Thinking, thought.Signature).ShouldBe(("Let me think.", "sig-1"));
        answer.Content[1].TryPickText(out var text).ShouldBeTrue();
        text!.Text.ShouldBe("I will look.");
        answer.Content[2].TryPickToolUse(out var call).ShouldBeTrue();
        (call!.ID, call.Name, call.Input["city"].GetString()).ShouldBe(("toolu_a", "get_weather", "Oslo"));
        answer.Content[3].TryPickToolUse(out var other).ShouldBeTrue();
        other!.ID.ShouldBe("call_b");
        answer.StopReason!.Value().ShouldBe(StopReason.ToolUse);
        answer.Usage.OutputTokens.ShouldBe(40);
        answer.Usage.CacheReadInputTokens.ShouldBe(8);
    }

    private static byte[] Error(WireKind kind, CallFailure failure)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        ErrorShape.Write(kind, failure, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Failing(WireKind kind)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = WireProtocol.Of(kind).Answer(Told.Start);
        writer.Write([new Tako.Models.Wire.Delta.Text("Hel")], output);
        writer.Fail(CutOff, output);
        return output.WrittenSpan.ToArray();
    }

    private static MessageCreateParams Prompt => new()
    {
        Model = "m",
        MaxTokens = 100,
        Messages = [new UserMessageParam("hi")],
    };

    private static AnthropicClient Claude(byte[] answer, string type = "text/event-stream", int status = 200) => new(new ClientOptions
    {
        ApiKey = "k",
        BaseUrl = "http://127.0.0.1",
        MaxRetries = 0,
        ResponseValidation = true,
        HttpClient = new HttpClient(new Canned(answer, type, status)),
    });
}
