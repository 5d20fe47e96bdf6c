using System.ClientModel;
using Anthropic;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Responses;
using Tako.Eval.Failover.Provider;

#pragma warning disable OPENAI001 // Responses are still called experimental there.

namespace Tako.Eval.Tests.Failover;

/// <summary>The makers' own libraries read what the faulty provider writes.</summary>
public sealed class SdkTests : IAsyncLifetime
{
    private static readonly ApiKeyCredential Key = new("none");
    private readonly FaultyProvider _provider = FaultyProvider.Start();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private ChatClient Chat(string model) => new(model, Key, new OpenAIClientOptions { Endpoint = _provider.OpenAiAddress });

    private ResponsesClient Responses => new(Key, new ResponsesClientOptions { Endpoint = _provider.OpenAiAddress });

    private AnthropicClient Anthropic => new() { ApiKey = "none", BaseUrl = _provider.Address.ToString().TrimEnd('/'), MaxRetries = 0 };

    [Fact]
    public async Task OpenAIs_library_reads_chat_completions()
    {
        ChatMessage[] messages = [new UserChatMessage("Tell something.")];
        var whole = (await Chat("ok").CompleteChatAsync(messages)).Value;
        (whole.Content[0].Text, whole.FinishReason, whole.Usage.OutputTokenCount)
            .ShouldBe((AnswerText.SixtyWords, ChatFinishReason.Stop, 60));

        var text = "";
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat("ok").CompleteChatStreamingAsync(messages))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
        }

        (text, usage!.InputTokenCount, usage.OutputTokenCount).ShouldBe((AnswerText.SixtyWords, 2, 60));
        (await Should.ThrowAsync<ClientResultException>(() => Chat("s13-primary").CompleteChatAsync(messages))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task OpenAIs_library_reads_parallel_tool_calls_of_chat_completions()
    {
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather"), ChatTool.CreateFunctionTool("tide") } };
        var whole = (await Chat("tools2").CompleteChatAsync([new UserChatMessage("Look.")], options)).Value;
        whole.ToolCalls.Select(call => (call.FunctionName, call.FunctionArguments.ToString())).ShouldBe(
            [("weather", "{\"city\":\"Lisbon\",\"days\":3}"), ("tide", "{\"city\":\"Oslo\",\"days\":5}")]);

        var arguments = new Dictionary<int, string>();
        ChatFinishReason? finish = null;
        await foreach (var update in Chat("tools2").CompleteChatStreamingAsync([new UserChatMessage("Look.")], options))
        {
            finish = update.FinishReason ?? finish;
            foreach (var call in update.ToolCallUpdates)
                arguments[call.Index] = arguments.GetValueOrDefault(call.Index) + call.FunctionArgumentsUpdate;
        }

        finish.ShouldBe(ChatFinishReason.ToolCalls);
        arguments.Values.ShouldBe(["{\"city\":\"Lisbon\",\"days\":3}", "{\"city\":\"Oslo\",\"days\":5}"]);
    }

    [Fact]
    public async Task OpenAIs_library_reads_responses()
    {
        var whole = (await Responses.CreateResponseAsync("reason", "Tell something.")).Value;
        (whole.GetOutputText(), whole.Status, whole.Usage.OutputTokenCount).ShouldBe((AnswerText.SixtyWords, ResponseStatus.Completed, 66));
        (await Responses.CreateResponseAsync("tool", "Look.")).Value.OutputItems.ShouldHaveSingleItem()
            .ShouldBeOfType<FunctionCallResponseItem>().FunctionArguments.ToString().ShouldBe("{\"city\":\"Lisbon\",\"days\":3}");

        var text = "";
        ResponseResult? last = null;
        await foreach (var update in await Responses.CreateResponseStreamingAsync("ok", "Tell something."))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            last = (update as StreamingResponseCompletedUpdate)?.Response ?? last;
        }

        (text, last!.GetOutputText(), last.Usage.InputTokenCount).ShouldBe((AnswerText.SixtyWords, AnswerText.SixtyWords, 2));

        var arguments = "";
        await foreach (var update in await Responses.CreateResponseStreamingAsync("tools2", "Look."))
            arguments += (update as StreamingResponseFunctionCallArgumentsDeltaUpdate)?.Delta;
        arguments.ShouldBe("{\"city\":\"Lisbon\",\"days\":3}{\"city\":\"Oslo\",\"days\":5}");
    }

    [Fact]
    public async Task OpenAIs_library_reads_embeddings_and_models()
    {
        var client = new EmbeddingClient("e", Key, new OpenAIClientOptions { Endpoint = _provider.OpenAiAddress });
        var vectors = (await client.GenerateEmbeddingsAsync(["an arm", "another arm"])).Value;
        (vectors.Count, vectors[0].ToFloats().Length, vectors.Usage.InputTokenCount).ShouldBe((2, 8, 4));
        var models = await new OpenAIClient(Key, new OpenAIClientOptions { Endpoint = _provider.OpenAiAddress })
            .GetOpenAIModelClient().GetModelsAsync();
        models.Value.Select(model => model.Id).ShouldContain("s08-primary");
    }

    [Fact]
    public async Task Anthropics_library_reads_messages()
    {
        var whole = await Anthropic.Messages.Create(Ask("reason"));
        whole.Validate();
        (whole.Usage.OutputTokens, whole.Content.Count).ShouldBe((66, 2));

        foreach (var model in new[] { "ok", "reason", "tools2" })
        {
            var (text, json, stop) = ("", "", "");
            await foreach (var next in Anthropic.Messages.CreateStreaming(Ask(model)))
            {
                next.Validate();
                if (next.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var said))
                    text += said.Text;
                else if (delta?.Delta.TryPickInputJson(out var input) == true)
                    json += input.PartialJson;
                else if (next.TryPickDelta(out var ended))
                    stop = ended.Delta.StopReason?.Raw();
            }

            (text, json, stop).ShouldBe(model == "tools2"
                ? ("", "{\"city\":\"Lisbon\",\"days\":3}{\"city\":\"Oslo\",\"days\":5}", "tool_use")
                : (AnswerText.SixtyWords, "", "end_turn"));
        }

        var counted = await Anthropic.Messages.CountTokens(new MessageCountTokensParams
        {
            Model = "ok", Messages = [new UserMessageParam { Content = "Tell something." }],
        });
        counted.InputTokens.ShouldBe(2);
    }

    private static MessageCreateParams Ask(string model) => new()
    {
        Model = model, MaxTokens = 1000, Messages = [new UserMessageParam { Content = "Tell something." }],
    };
}
