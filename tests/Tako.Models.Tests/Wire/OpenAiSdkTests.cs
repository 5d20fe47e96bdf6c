using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using Tako.Models.Failures;
using Tako.Models.Wire;

#pragma warning disable OPENAI001

namespace Tako.Models.Tests.Wire;

/// <summary>OpenAI's own library reads what the writers wrote.</summary>
public sealed class OpenAiSdkTests
{
    private static readonly CallFailure Limited =
        new() { Kind = CallFailureKind.LimitReached, Message = "the limit is reached", Provider = "", Model = "m" };

    private static readonly CallFailure CutOff =
        new() { Kind = CallFailureKind.Cut, Message = "it was cut", Provider = "", Model = "m" };

    [Fact]
    public async Task OpenAIs_chat_client_reads_a_streamed_answer()
    {
        var text = new StringBuilder();
        var calls = new SortedDictionary<int, (string? Id, string? Name, string Arguments)>();
        OpenAI.Chat.ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat(Told.Stream(WireKind.Chat, Samples.Work)).CompleteChatStreamingAsync("hi"))
        {
            text.Append(string.Concat(update.ContentUpdate.Select(part => part.Text)));
            foreach (var call in update.ToolCallUpdates)
            {
                var known = calls.GetValueOrDefault(call.Index);
                calls[call.Index] = (known.Id ?? call.ToolCallId, known.Name ?? call.FunctionName,
                    known.Arguments + call.FunctionArgumentsUpdate);
            }

            finish ??= update.FinishReason;
            usage = update.Usage ?? usage;
        }

        text.ToString().ShouldBe("I will look.");
        calls.Values.ShouldBe([("toolu_a", "get_weather", "{\"city\":\"Oslo\"}"), ("call_b", "get_time", "{\"zone\":\"UTC\"}")]);
        finish.ShouldBe(OpenAI.Chat.ChatFinishReason.ToolCalls);
        usage!.InputTokenCount.ShouldBe(31);
        usage.InputTokenDetails.CachedTokenCount.ShouldBe(8);
        usage.OutputTokenDetails.ReasoningTokenCount.ShouldBe(12);
    }

    [Fact]
    public async Task OpenAIs_chat_client_reads_a_whole_answer()
    {
        ChatCompletion answer = await Chat(Told.Body(WireKind.Chat, Samples.Work.SelectMany(frame => frame)), "application/json")
            .CompleteChatAsync("hi");
        answer.Content[0].Text.ShouldBe("I will look.");
        answer.ToolCalls.Select(call => call.Id).ShouldBe(["toolu_a", "call_b"]);
        answer.ToolCalls[0].FunctionArguments.ToString().ShouldBe("{\"city\":\"Oslo\"}");
        answer.FinishReason.ShouldBe(OpenAI.Chat.ChatFinishReason.ToolCalls);
        answer.Usage.TotalTokenCount.ShouldBe(71);
        ChatCompletion refused = await Chat(Told.Body(WireKind.Chat, Samples.Refused.SelectMany(frame => frame)), "application/json")
            .CompleteChatAsync("hi");
        refused.Refusal.ShouldBe("I cannot help.");
    }

    [Fact]
    public async Task OpenAIs_responses_client_reads_a_streamed_answer()
    {
        var text = new StringBuilder();
        var thought = new StringBuilder();
        var arguments = new StringBuilder();
        List<ResponseItem> items = [];
        ResponseResult? end = null;
        await foreach (var update in await Responses(Told.Stream(WireKind.Responses, Samples.Work)).CreateResponseStreamingAsync(Ask(true)))
        {
            switch (update)
            {
                case StreamingResponseOutputTextDeltaUpdate words:
                    text.Append(words.Delta);
                    break;
                case StreamingResponseReasoningSummaryTextDeltaUpdate words:
                    thought.Append(words.Delta);
                    break;
                case StreamingResponseFunctionCallArgumentsDeltaUpdate part:
                    arguments.Append(part.Delta);
                    break;
                case StreamingResponseOutputItemDoneUpdate done:
                    items.Add(done.Item);
                    break;
                case StreamingResponseCompletedUpdate completed:
                    end = completed.Response;
                    break;
            }
        }

        text.ToString().ShouldBe("I will look.");
        thought.ToString().ShouldBe("Let me think.");
        arguments.ToString().ShouldBe("{\"city\":\"Oslo\"}{\"zone\":\"UTC\"}");
        CheckItems(items);
        CheckItems(end!.OutputItems);
        end.Usage.InputTokenCount.ShouldBe(31);
        end.Usage.InputTokenDetails.CachedTokenCount.ShouldBe(8);
        end.Status.ShouldBe(ResponseStatus.Completed);
    }

    [Fact]
    public async Task OpenAIs_responses_client_reads_a_whole_answer()
    {
        var body = Told.Body(WireKind.Responses, Samples.Work.SelectMany(frame => frame));
        ResponseResult answer = await Responses(body, "application/json").CreateResponseAsync(Ask(false));
        CheckItems(answer.OutputItems);
        answer.GetOutputText().ShouldBe("I will look.");
        answer.Usage.OutputTokenDetails.ReasoningTokenCount.ShouldBe(12);
        var cut = Told.Body(WireKind.Responses, Samples.Cut.SelectMany(frame => frame));
        ResponseResult shortened = await Responses(cut, "application/json").CreateResponseAsync(Ask(false));
        shortened.Status.ShouldBe(ResponseStatus.Incomplete);
        shortened.IncompleteStatusDetails.Reason.ShouldBe(ResponseIncompleteStatusReason.MaxOutputTokens);
    }

    [Fact]
    public async Task Refused_calls_raise_the_exceptions_that_the_clients_know()
    {
        var chat = await Should.ThrowAsync<ClientResultException>(() =>
            Chat(Error(WireKind.Chat, Limited), "application/json", ErrorShape.Status(WireKind.Chat, Limited)).CompleteChatAsync("hi"));
        chat.Status.ShouldBe(429);
        chat.Message.ShouldContain("the limit is reached");
        var responses = await Should.ThrowAsync<ClientResultException>(() =>
            Responses(Error(WireKind.Responses, Limited), "application/json", 429).CreateResponseAsync(Ask(false)));
        responses.Message.ShouldContain("rate_limit_exceeded");
    }

    [Fact]
    public async Task A_stream_that_fails_half_way_is_no_answer_to_any_client()
    {
        var kinds = new List<Type>();
        await foreach (var update in await Responses(Failing(WireKind.Responses)).CreateResponseStreamingAsync(Ask(true)))
            kinds.Add(update.GetType());
        kinds.ShouldContain(typeof(StreamingResponseFailedUpdate));
        kinds.ShouldContain(typeof(StreamingResponseErrorUpdate));
        kinds.ShouldNotContain(typeof(StreamingResponseCompletedUpdate));
        OpenAI.Chat.ChatFinishReason? finish = null;
        try
        {
            await foreach (var update in Chat(Failing(WireKind.Chat)).CompleteChatStreamingAsync("hi"))
                finish ??= update.FinishReason;
        }
        catch (Exception refused) when (refused is ClientResultException or JsonException or InvalidOperationException
            or KeyNotFoundException)
        {
            // As good as no reason to finish.
        }

        finish.ShouldBeNull();
    }

    private static void CheckItems(IEnumerable<ResponseItem> items)
    {
        var all = items.ToList();
        all.Count.ShouldBe(4);
        var thought = all[0].ShouldBeOfType<ReasoningResponseItem>();
        thought.GetSummaryText().ShouldBe("Let me think.");
        thought.EncryptedContent.ShouldBe("messages:sig-1");
        all[1].ShouldBeAssignableTo<MessageResponseItem>()!.Content[0].Text.ShouldBe("I will look.");
        var call = all[2].ShouldBeOfType<FunctionCallResponseItem>();
        (call.CallId, call.FunctionName, call.FunctionArguments.ToString()).ShouldBe(("toolu_a", "get_weather", "{\"city\":\"Oslo\"}"));
        all[3].ShouldBeOfType<FunctionCallResponseItem>().CallId.ShouldBe("call_b");
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
        writer.Write([new Delta.Text("Hel")], output);
        writer.Fail(CutOff, output);
        return output.WrittenSpan.ToArray();
    }

    private static CreateResponseOptions Ask(bool streamed) =>
        new("m", [ResponseItem.CreateUserMessageItem("hi")]) { StreamingEnabled = streamed };

    private static ChatClient Chat(byte[] answer, string type = "text/event-stream", int status = 200) => new("m",
        new ApiKeyCredential("k"), new OpenAIClientOptions
        {
            Endpoint = new Uri("http://127.0.0.1/v1"),
            Transport = new HttpClientPipelineTransport(new HttpClient(new Canned(answer, type, status))),
            RetryPolicy = new ClientRetryPolicy(0),
        });

    private static ResponsesClient Responses(byte[] answer, string type = "text/event-stream", int status = 200) => new(
        new ApiKeyCredential("k"), new ResponsesClientOptions
        {
            Endpoint = new Uri("http://127.0.0.1/v1"),
            Transport = new HttpClientPipelineTransport(new HttpClient(new Canned(answer, type, status))),
            RetryPolicy = new ClientRetryPolicy(0),
        });


}
