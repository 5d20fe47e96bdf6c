using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using Tako.Models.Failures;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Sdk;

/// <summary>OpenAI's own library calls chat completions, whatever protocol the model's provider speaks.</summary>
public sealed class OpenAiChatTests
{
    private static readonly ApiKeyCredential Key = new("any");
    private static readonly ChatMessage[] Question = [new SystemChatMessage("Be brief."), new UserChatMessage("Tell something.")];

    public static TheoryData<string> Protocols => ["chat", "responses", "messages"];

    private static OpenAIClientOptions Options(Uri endpoint, int retries = 0) =>
        new() { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(retries) };

    private static ChatClient Client(Served served, string model) => new(model, Key, Options(served.OpenAi));

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_whole_answer(string protocol)
    {
        await using var served = await Served.StartAsync();

        var answer = (await Client(served, $"{protocol}-ok").CompleteChatAsync(Question)).Value;

        answer.Content[0].Text.ShouldBeSixtyWords();
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Usage.OutputTokenCount.ShouldBe(60);
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_streamed_answer(string protocol)
    {
        await using var served = await Served.StartAsync();
        var (text, pieces) = ("", 0);
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;

        await foreach (var update in Client(served, $"{protocol}-ok").CompleteChatStreamingAsync(Question))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            pieces += update.ContentUpdate.Count > 0 ? 1 : 0;
            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
        }

        text.ShouldBeSixtyWords();
        pieces.ShouldBeGreaterThanOrEqualTo(60);
        finish.ShouldBe(ChatFinishReason.Stop);
        usage!.OutputTokenCount.ShouldBe(60);
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task Parallel_tool_calls_whole_and_streamed(string protocol)
    {
        await using var served = await Served.StartAsync();
        var options = new ChatCompletionOptions
        {
            Tools =
            {
                ChatTool.CreateFunctionTool("weather", "Tells it.",
                    BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}""")),
                ChatTool.CreateFunctionTool("tide", "Tells it.", BinaryData.FromString("""{"type":"object","properties":{}}""")),
            },
        };

        var whole = (await Client(served, $"{protocol}-tools2").CompleteChatAsync(Question, options)).Value;
        var arguments = new SortedDictionary<int, string>();
        var names = new SortedDictionary<int, string>();
        ChatFinishReason? finish = null;
        await foreach (var update in Client(served, $"{protocol}-tools2").CompleteChatStreamingAsync(Question, options))
        {
            finish = update.FinishReason ?? finish;
            foreach (var call in update.ToolCallUpdates)
            {
                arguments[call.Index] = arguments.GetValueOrDefault(call.Index) + call.FunctionArgumentsUpdate;
                names[call.Index] = call.FunctionName ?? names[call.Index];
            }
        }

        whole.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        whole.ToolCalls.Select(call => (call.FunctionName, call.FunctionArguments.ToString().Compact()))
            .ShouldBe([("weather", """{"city":"Lisbon","days":3}"""), ("tide", """{"city":"Oslo","days":5}""")]);
        whole.ToolCalls.Select(call => call.Id).Distinct().Count().ShouldBe(2);
        finish.ShouldBe(ChatFinishReason.ToolCalls);
        names.Values.ShouldBe(["weather", "tide"]);
        arguments.Values.Select(text => text.Compact()).ShouldBe(["""{"city":"Lisbon","days":3}""", """{"city":"Oslo","days":5}"""]);
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task The_results_of_tools_go_back_and_images_go_along(string protocol)
    {
        await using var served = await Served.StartAsync();
        ChatMessage[] talk =
        [
            new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is this?"),
                ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Pictures.Dot), "image/png")),
            new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("call_1", "weather",
                BinaryData.FromString("""{"city":"Oslo"}"""))]),
            new ToolChatMessage("call_1", "Rain."),
            new UserChatMessage("And now?"),
        ];
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather") } };

        (await Client(served, $"{protocol}-ok").CompleteChatAsync(talk, options)).Value.Content[0].Text.ShouldBeSixtyWords();
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_structured_answer(string protocol)
    {
        await using var served = await Served.StartAsync();
        var options = new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("place", BinaryData.FromString("""
                {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"},"sunny":{"type":"boolean"}},
                 "required":["city","days","sunny"],"additionalProperties":false}
                """), jsonSchemaIsStrict: true),
        };

        (await Client(served, $"{protocol}-json").CompleteChatAsync(Question, options)).Value.Content[0].Text.Compact()
            .ShouldBe("""{"city":"Lisbon","days":3,"sunny":true}""");
    }

    [Fact]
    public async Task Embeddings_and_models()
    {
        await using var served = await Served.StartAsync();
        var client = new OpenAIClient(Key, Options(served.OpenAi));

        var vectors = (await client.GetEmbeddingClient("chat-ok").GenerateEmbeddingsAsync(["an arm", "another arm"])).Value;
        var models = (await client.GetOpenAIModelClient().GetModelsAsync()).Value;
        var one = (await client.GetOpenAIModelClient().GetModelAsync("messages-ok")).Value;

        (vectors.Count, vectors[0].ToFloats().Length).ShouldBe((2, 8));
        models.Select(model => model.Id).ShouldContain("responses-tool");
        one.OwnedBy.ShouldBe("anthropic-like");
    }

    [Fact]
    public async Task Errors_have_the_status_and_the_words_that_the_library_expects()
    {
        await using var served = await Served.StartAsync();

        var unknown = await Should.ThrowAsync<ClientResultException>(() => Client(served, "chat-okk").CompleteChatAsync(Question));
        var refused = await Should.ThrowAsync<ClientResultException>(() => Client(served, "chat-status-400").CompleteChatAsync(Question));

        unknown.Status.ShouldBe(404);
        unknown.Message.ShouldContain("chat-ok");
        refused.Status.ShouldBe(400);
    }

    [Fact]
    public async Task The_library_tries_again_where_that_can_help()
    {
        var calls = 0;
        var route = new ScriptedRoute(_ => Interlocked.Increment(ref calls) == 1
            ? new ScriptedCallAnswer
            {
                Refused = new CallFailure { Kind = CallFailureKind.Overloaded, Message = "Busy.", Provider = "p", Model = "small" },
            }
            : new ScriptedCallAnswer("""
                {"id":"c","object":"chat.completion","created":1,"model":"small","choices":[{"index":0,"finish_reason":"stop",
                "message":{"role":"assistant","content":"hello"}}]}
                """));
        await using var gate = await Gate.OpenAsync(route);
        var client = new ChatClient("small", Key, Options(new Uri(gate.Address, "v1"), retries: 2));

        (await client.CompleteChatAsync(Question)).Value.Content[0].Text.ShouldBe("hello");
        calls.ShouldBe(2);
    }
}
