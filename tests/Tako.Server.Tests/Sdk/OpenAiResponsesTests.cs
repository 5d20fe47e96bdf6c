using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI.Responses;
using Tako.Server.Tests.Kit;

#pragma warning disable OPENAI001 // Responses are still called experimental there.

namespace Tako.Server.Tests.Sdk;

/// <summary>OpenAI's own library calls the Responses API, whatever protocol the model's provider speaks.</summary>
public sealed class OpenAiResponsesTests
{
    public static TheoryData<string> Protocols => ["chat", "responses", "messages"];

    private static ResponsesClient Client(Served served) => new(new ApiKeyCredential("any"),
        new ResponsesClientOptions { Endpoint = served.OpenAi, RetryPolicy = new ClientRetryPolicy(0) });

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_whole_answer(string protocol)
    {
        await using var served = await Served.StartAsync();

        var answer = (await Client(served).CreateResponseAsync($"{protocol}-ok", "Tell something.")).Value;

        answer.GetOutputText().ShouldBeSixtyWords();
        answer.Status.ShouldBe(ResponseStatus.Completed);
        answer.Usage.OutputTokenCount.ShouldBe(60);
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_streamed_answer(string protocol)
    {
        await using var served = await Served.StartAsync();
        var text = "";
        ResponseResult? last = null;

        await foreach (var update in await Client(served).CreateResponseStreamingAsync($"{protocol}-ok", "Tell something."))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            last = (update as StreamingResponseCompletedUpdate)?.Response ?? last;
        }

        text.ShouldBeSixtyWords();
        last!.GetOutputText().ShouldBe(text);
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task Parallel_tool_calls(string protocol)
    {
        await using var served = await Served.StartAsync();
        var options = new CreateResponseOptions($"{protocol}-tools2", [ResponseItem.CreateUserMessageItem("Look.")])
        {
            Tools =
            {
                ResponseTool.CreateFunctionTool("weather", BinaryData.FromString("""{"type":"object","properties":{}}"""), false),
                ResponseTool.CreateFunctionTool("tide", BinaryData.FromString("""{"type":"object","properties":{}}"""), false),
            },
        };

        var answer = (await Client(served).CreateResponseAsync(options)).Value;

        answer.OutputItems.OfType<FunctionCallResponseItem>().Select(call => (call.FunctionName,
            call.FunctionArguments.ToString().Compact()))
            .ShouldBe([("weather", """{"city":"Lisbon","days":3}"""), ("tide", """{"city":"Oslo","days":5}""")]);
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task An_answer_is_kept_gone_on_from_listed_and_deleted(string protocol)
    {
        await using var served = await Served.StartAsync();
        var client = Client(served);

        var first = (await client.CreateResponseAsync($"{protocol}-ok", "Tell something.")).Value;
        var shown = (await client.GetResponseAsync(first.Id)).Value;
        var second = (await client.CreateResponseAsync($"{protocol}-ok", "Tell more.", first.Id)).Value;
        var items = new List<ResponseItem>();
        await foreach (var item in client.GetResponseInputItemsAsync(second.Id))
            items.Add(item);
        (await client.DeleteResponseAsync(first.Id)).Value.Deleted.ShouldBeTrue();

        shown.GetOutputText().ShouldBeSixtyWords();
        second.PreviousResponseId.ShouldBe(first.Id);
        items.Count.ShouldBe(3);
        (await Should.ThrowAsync<ClientResultException>(() => client.GetResponseAsync(first.Id))).Status.ShouldBe(404);
        (await Should.ThrowAsync<ClientResultException>(() => client.CreateResponseAsync($"{protocol}-ok", "More.", first.Id)))
            .Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_answer_that_was_streamed_can_be_gone_on_from_at_once()
    {
        await using var served = await Served.StartAsync();
        var client = Client(served);
        string? id = null;

        await foreach (var update in await client.CreateResponseStreamingAsync("responses-ok", "Tell something."))
        {
            if (update is StreamingResponseCompletedUpdate done)
            {
                id = done.Response.Id;
                (await client.CreateResponseAsync("chat-ok", "Tell more.", id)).Value.GetOutputText().ShouldBeSixtyWords();
            }
        }

        id.ShouldNotBeNull();
        // The other model was told both what was asked and what was answered before.
        (await client.GetResponseAsync(id)).Value.GetOutputText().ShouldBeSixtyWords();
    }
}
