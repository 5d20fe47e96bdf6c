using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Testing.Models;

namespace Tako.Models.Tests.Calls;

public sealed class AnswerTests
{
    private const string Words = "Eight arms, one brain, and a beak. Größe: 3 €";

    public static TheoryData<string, bool> Ways => new()
    {
        { "compatible", false }, { "compatible", true }, { "anthropic", false }, { "anthropic", true },
    };

    [Theory, MemberData(nameof(Ways))]
    public async Task An_answer_comes_whole_with_its_usage_and_price(string kind, bool streamed)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer
        {
            Text = Words, Usage = new ProviderUsage(Input: 1000, Output: 100, CachedInput: 400),
        });
        using var catalog = Clients.Catalog(provider, kind);
        var response = await catalog.Open().AskAsync(streamed);
        response.Text.ShouldBe(Words);
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.ModelId.ShouldBe("fake-1");
        response.Messages.Count.ShouldBe(1);
        response.Usage!.InputTokenCount.ShouldBe(1000);
        response.Usage.OutputTokenCount.ShouldBe(100);
        response.Usage.CachedInputTokenCount.ShouldBe(400);
        catalog.Default!.Prices.Price(response.Usage).Usd.ShouldBe((600 * 2m + 400 * 0.5m + 100 * 10m) / 1_000_000m);
        response.AdditionalProperties![CallKeys.Attempts].ShouldBe(1);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Usage_that_a_server_does_not_report_is_unknown_and_not_zero(string kind, bool streamed)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer { Text = Words, Usage = null });
        using var catalog = Clients.Catalog(provider, kind);
        var response = await catalog.Open().AskAsync(streamed);
        response.Text.ShouldBe(Words);
        response.Usage.ShouldBeNull();
        var usage = catalog.Default!.Prices.Price(response.Usage);
        usage.InputTokens.ShouldBeNull();
        usage.Usd.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Parallel_tool_calls_arrive_apart_and_complete(string kind, bool streamed)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer
        {
            Text = "I look.",
            ToolCalls = [new("c1", "read", """{"path":"a.cs","lines":[1,2]}"""), new("c2", "list", """{"path":"src"}""")],
        });
        using var catalog = Clients.Catalog(provider, kind);
        var response = await catalog.Open().AskAsync(streamed);
        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        calls.Select(call => (call.CallId, call.Name)).ShouldBe([("c1", "read"), ("c2", "list")]);
        ((JsonElement)calls[0].Arguments!["lines"]!).GetArrayLength().ShouldBe(2);
        calls[1].Arguments!["path"]!.ToString().ShouldBe("src");
    }

    [Fact]
    public async Task Parallel_calls_that_share_an_index_are_told_apart_by_their_ids()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer
        {
            ToolCalls = [new("c1", "read", """{"path":"a"}"""), new("c2", "read", """{"path":"b"}""")], SameIndex = true,
        });
        using var catalog = Clients.Catalog(provider, "compatible");
        var response = await catalog.Open().AskAsync(streamed: true);
        response.Messages[0].Contents.OfType<FunctionCallContent>().Select(call =>
            call.Arguments!["path"]!.ToString()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Arguments_that_are_no_json_are_told_to_the_caller_and_do_not_break_the_answer()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer { ToolCalls = [new("c1", "read", """{"path": oops""")] });
        using var catalog = Clients.Catalog(provider, "compatible");
        var call = (await catalog.Open().AskAsync(streamed: true)).Messages[0].Contents.OfType<FunctionCallContent>().Single();
        call.Exception.ShouldNotBeNull();
        call.Name.ShouldBe("read");
    }

    [Fact]
    public async Task An_answer_given_whole_although_a_stream_was_asked_for_is_taken()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Nonsense(
            """{"id":"1","model":"m","choices":[{"message":{"role":"assistant","content":"whole"},"finish_reason":"stop"}]}"""));
        using var catalog = Clients.Catalog(provider, "compatible");
        (await catalog.Open().AskAsync(streamed: true)).Text.ShouldBe("whole");
    }

    [Theory, InlineData("compatible"), InlineData("anthropic")]
    public async Task A_stream_that_ends_without_the_end_mark_but_with_a_reason_is_whole(string kind)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer { Text = Words, NoEndMark = true });
        using var catalog = Clients.Catalog(provider, kind);
        var response = await catalog.Open().AskAsync(streamed: true);
        response.Text.ShouldBe(Words);
        response.Usage!.OutputTokenCount.ShouldBe(7);
    }

    [Fact]
    public async Task A_malformed_chunk_that_holds_no_words_is_passed_over()
    {
        await using var provider =
            FakeProvider.Start(new ProviderReply.Answer { Text = Words, Intruder = (3, "{broken") });
        using var catalog = Clients.Catalog(provider, "compatible");
        (await catalog.Open().AskAsync(streamed: true)).Text.ShouldBe(Words);
    }

    [Fact]
    public async Task Without_a_model_name_a_local_server_is_asked_what_it_has()
    {
        await using var provider = FakeProvider.Start("from the first");
        using var catalog = Clients.Read("{}",
            new() { ["OLLAMA_HOST"] = $"{provider.Address.Host}:{provider.Address.Port}" });
        (await catalog.Open().AskAsync(streamed: false)).Text.ShouldBe("from the first");
        provider.Requests[0].Json.GetProperty("model").GetString().ShouldBe("fake-1");
        catalog.Default!.Provider.ShouldBe("ollama");
    }
}
