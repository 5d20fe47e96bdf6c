using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Sdk;

/// <summary>Anthropic's own library calls messages, whatever protocol the model's provider speaks.</summary>
public sealed class AnthropicTests
{
    public static TheoryData<string> Protocols => ["chat", "responses", "messages"];

    private static AnthropicClient Client(Served served) => new() { ApiKey = "any", BaseUrl = served.Anthropic, MaxRetries = 0 };

    private static MessageCreateParams Ask(string model) => new()
    {
        Model = model, MaxTokens = 1000, Messages = [new UserMessageParam { Content = "Tell something." }],
    };

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_whole_answer(string protocol)
    {
        await using var served = await Served.StartAsync();

        var answer = await Client(served).Messages.Create(Ask($"{protocol}-ok"));

        answer.Validate();
        answer.Content.ShouldHaveSingleItem().TryPickText(out var text).ShouldBeTrue();
        text!.Text.ShouldBeSixtyWords();
        answer.StopReason?.Raw().ShouldBe("end_turn");
        answer.Usage.OutputTokens.ShouldBe(60);
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_streamed_answer_and_parallel_tool_calls(string protocol)
    {
        await using var served = await Served.StartAsync();
        foreach (var model in new[] { "ok", "tools2" })
        {
            var (text, json, stop, names) = ("", "", "", new List<string>());
            await foreach (var next in Client(served).Messages.CreateStreaming(Ask($"{protocol}-{model}")))
            {
                next.Validate();
                if (next.TryPickContentBlockStart(out var begun) && begun.ContentBlock.TryPickToolUse(out var use))
                    names.Add(use.Name);
                if (next.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var said))
                    text += said.Text;
                else if (delta?.Delta.TryPickInputJson(out var input) == true)
                    json += input.PartialJson;
                else if (next.TryPickDelta(out var ended))
                    stop = ended.Delta.StopReason?.Raw();
            }

            if (model == "ok")
                text.ShouldBeSixtyWords();
            else
                json.ShouldBe("""{"city":"Lisbon","days":3}{"city":"Oslo","days":5}""");
            (names.Count, stop).ShouldBe(model == "ok" ? (0, "end_turn") : (2, "tool_use"));
        }
    }

    [Fact]
    public async Task Tokens_are_counted_and_models_listed()
    {
        await using var served = await Served.StartAsync();
        var client = Client(served);

        var counted = await client.Messages.CountTokens(new MessageCountTokensParams
        {
            Model = "messages-ok", Messages = [new UserMessageParam { Content = "Tell something." }],
        });
        var models = await client.Models.List();

        counted.InputTokens.ShouldBe(2);
        models.Items.Select(model => model.ID).ShouldContain("chat-ok");
    }

    [Fact]
    public async Task Errors_become_the_exceptions_that_the_library_has_for_them()
    {
        await using var served = await Served.StartAsync();

        await Should.ThrowAsync<AnthropicNotFoundException>(() => Client(served).Messages.Create(Ask("chat-okk")));
        await Should.ThrowAsync<AnthropicBadRequestException>(() => Client(served).Messages.Create(Ask("chat-status-400")));
    }
}
