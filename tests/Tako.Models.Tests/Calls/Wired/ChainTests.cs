using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Models.Calls;
using Tako.Models.Catalog;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Testing.Models;

namespace Tako.Models.Tests.Calls.Wired;

/// <summary>Chains with conditions, changes and checks, and chains as models among others.</summary>
public sealed class ChainTests
{
    [Theory]
    [InlineData("tags: code", "code", "second")]
    [InlineData("tags: [chat, code]", "CODE", "second")]
    [InlineData("tags: code", "prose", "first")]
    [InlineData("budgetLeftOver: 0.2", "", "first")]
    [InlineData("budgetLeftOver: 0.05", "", "second")]
    [InlineData("promptOver: 5", "", "second")]
    [InlineData("promptOver: 8k", "", "first")]
    [InlineData("promptUnder: 100k", "", "second")]
    [InlineData("languages: en", "", "second")]
    [InlineData("languages: [de, ja]", "", "first")]
    public async Task A_link_is_asked_when_its_conditions_hold(string when, string tag, string expected)
    {
        await using var provider = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat, links: $"[{{ model: second, when: {{ {when} }} }}, first]");
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat, prompt: "What is the colour of the octopus that you saw in the bay?",
            terms: new CallTerms { Tags = [tag], BudgetLeft = 0.1 }));
        heard.ShouldBeWhole(Wires.Words);
        heard.Head.Model.ShouldBe(expected);
        if (expected == "first")
            heard.Head.Before.Single().ShouldSatisfyAllConditions(tried => tried.Model.ShouldBe("second"), tried =>
                tried.Why.ShouldBeNull());
    }

    [Fact]
    public async Task A_chain_without_a_fitting_link_says_why()
    {
        await using var provider = FakeProvider.Start("never");
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat, links: "[{ model: second, when: { tags: code } }]");
        var refusal = (await catalog.HearAsync(Wires.Ask(WireKind.Chat))).Refusal!;
        refusal.Kind.ShouldBe(CallFailureKind.BadRequest);
        refusal.Message.ShouldContain("second: no tag code");
    }

    [Theory]
    [InlineData(WireKind.Chat), InlineData(WireKind.Responses), InlineData(WireKind.Messages)]
    public async Task A_link_changes_the_request_as_its_provider_spells_it(WireKind wire)
    {
        await using var provider = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(provider, provider, wire,
            links: "[{ model: first, set: { temperature: 0, top_p: 0.5 }, drop: [seed], prepend: Be brief. }]");
        (await catalog.HearAsync(Wires.Ask(wire, more: ""","seed":7,"temperature":1,"unknown_field":{"kept":true}""")))
            .ShouldBeWhole(Wires.Words);
        var sent = provider.Requests.Single().Json;
        sent.GetProperty("model").GetString().ShouldBe("up-1");
        sent.GetProperty("temperature").GetInt32().ShouldBe(0);
        sent.GetProperty("top_p").GetDouble().ShouldBe(0.5);
        sent.TryGetProperty("seed", out _).ShouldBeFalse();
        sent.GetProperty("unknown_field").GetProperty("kept").GetBoolean().ShouldBeTrue();
        var system = wire switch
        {
            WireKind.Chat => sent.GetProperty("messages")[0].GetProperty("content"),
            WireKind.Responses => sent.GetProperty("instructions"),
            _ => sent.GetProperty("system"),
        };
        system.GetString().ShouldBe("Be brief.");
    }

    [Theory]
    [InlineData(WireKind.Chat, true), InlineData(WireKind.Responses, true), InlineData(WireKind.Messages, true),
        InlineData(WireKind.Chat, false)]
    public async Task What_a_link_strips_never_reaches_the_caller(WireKind wire, bool streamed)
    {
        await using var provider = FakeProvider.Start($"<think>let me see, an octopus</think>{Wires.Words}");
        using var catalog = Wires.Chain(provider, provider, wire, links: "[{ model: first, strip: '<think>[^<]*</think>' }]");
        var heard = await catalog.HearAsync(Wires.Ask(wire, streamed: streamed));
        heard.ShouldBeWhole(Wires.Words);
        heard.Raw.ShouldNotContain("think>");
        heard.Usage!.OutputTokenCount.ShouldBe(7);
    }

    [Theory]
    [InlineData("minLength: 50", "Too short.", CallFailureKind.LowQuality)]
    [InlineData("refusals: true", "I'm sorry, but I can't help with that. The octopus is a private person, and so am I.",
        CallFailureKind.LowQuality)]
    [InlineData("refusals: true",
        "Es tut mir leid, aber darüber darf ich nichts sagen, so gerne ich auch wollte und könnte.", CallFailureKind.LowQuality)]
    public async Task An_answer_that_fails_its_check_is_not_taken(string check, string answer, CallFailureKind kind)
    {
        await using var primary = FakeProvider.Start(answer);
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, WireKind.Chat, links: $"[first, second], check: {{ {check} }}");
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat));
        heard.ShouldBeWhole(Wires.Words);
        heard.Head.Before.Single().Why.ShouldBe(kind);
        heard.Raw.ShouldNotContain(answer[..8]);
        // Both were paid for.
        heard.Report.Usage!.Output.ShouldNotBeNull().ShouldBeGreaterThan(7);
    }

    [Theory]
    [InlineData(WireKind.Chat, ""","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":SCHEMA}}""")]
    [InlineData(WireKind.Responses, ""","text":{"format":{"type":"json_schema","name":"n","schema":SCHEMA}}""")]
    [InlineData(WireKind.Messages, ""","output_config":{"format":{"type":"json_schema","schema":SCHEMA}}""")]
    public async Task An_answer_must_satisfy_the_schema_of_its_request(WireKind wire, string format)
    {
        format = format.Replace("SCHEMA",
            """{"type":"object","properties":{"arms":{"type":"integer"}},"required":["arms"]}""", StringComparison.Ordinal);
        await using var primary = FakeProvider.Start("""{"arms":"eight"}""");
        await using var fallback = FakeProvider.Start("""{"arms":8}""");
        using var catalog = Wires.Chain(primary, fallback, wire, links: "[first, second], check: { schema: true }");
        var heard = await catalog.HearAsync(Wires.Ask(wire, more: format));
        heard.ShouldBeWhole("""{"arms":8}""");
        heard.Head.Before.Single().Why.ShouldBe(CallFailureKind.SchemaViolation);
    }

    [Fact]
    public async Task A_policy_refusal_goes_on_where_the_chain_says_so()
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(400, """{"error":{"code":"content_policy_violation"}}"""));
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, WireKind.Chat, links: "[first, second], onContentPolicy: next");
        (await catalog.HearAsync(Wires.Ask(WireKind.Chat))).ShouldBeWhole(Wires.Words);
    }

    [Fact]
    public async Task A_chain_of_chains_is_asked_in_order_and_each_model_once()
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(401));
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, WireKind.Chat, links: "[inner, second] }\n  inner: { chain: [first]");
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat));
        heard.ShouldBeWhole(Wires.Words);
        heard.Head.Before.ShouldBe([new Tried("first", CallFailureKind.BadKey, "bad key")]);
        heard.Head.Link.ShouldBe(1);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_chain_is_a_chat_client_like_any_model(bool streamed)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(503));
        await using var fallback = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, Usage = new(Input: 100, Output: 60) });
        using var catalog = Wires.Chain(primary, fallback, WireKind.Chat, WireKind.Messages, limits: Clients.Quick);
        var response = await catalog.Open("careful").AskAsync(streamed);
        response.Text.ShouldBe(Wires.Words);
        response.Usage!.OutputTokenCount.ShouldBe(60);
        response.AdditionalProperties![CallKeys.Attempts].ShouldBe(4);
        response.AdditionalProperties[CallKeys.Usd].ShouldBe((100 * 4 + 60 * 20) / 1_000_000m);
        var model = catalog.Find("careful")!;
        (model.Prices.Input, model.Prices.Output, model.ContextWindow).ShouldBe((4m, 20m, 200_000));
        catalog.Names.ShouldContain("careful");
    }

    [Fact]
    public async Task A_typed_stream_that_breaks_is_gone_on_with()
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, CutAfter = 30 });
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, WireKind.Messages, WireKind.Chat);
        var response = await catalog.Open("careful").AskAsync(streamed: true);
        response.Text.ShouldBe(Wires.Words);
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public void Every_fault_of_a_chain_is_listed_with_its_line()
    {
        var faults = ModelCatalog.Read(new CatalogSources
        {
            Config = Clients.Document("""
                providers: { one: { kind: ollama } }
                models:
                  small: { provider: one }
                  careful:
                    chain:
                      - smal
                      - { model: careful }
                      - { model: loop, when: { tagz: code, promptOver: 9k, promptUnder: 8k } }
                      - { model: small, strip: "(a)\\1" }
                    order: learnt
                  loop: { chain: [careful] }
                """),
            Random = new Random(1),
        }).ShouldBeOfType<Parsed<ModelCatalog>.Faulty>().Faults;
        string[] expected =
        [
            "line 6: /models/careful/chain/0: is 'smal', which is no model here; did you mean 'small'?",
            "line 7: /models/careful/chain/1: leads back to 'careful'",
            "line 8: /models/careful/chain/2: leads back to 'careful' (loop > careful)",
            "line 8: /models/careful/chain/2/when/tagz: is not known here; did you mean 'tags'?",
            "line 8: /models/careful/chain/2/when/promptUnder: is not above promptOver",
            "line 9: /models/careful/chain/3/strip: uses look-arounds or back references",
            "line 10: /models/careful/order: is 'learnt'; known are given, learned; did you mean 'learned'?",
            "line 11: /models/loop/chain/0: leads back to 'loop' (careful > loop)",
        ];
        foreach (var start in expected)
            faults.ShouldContain(fault => fault.ToString().StartsWith(start, StringComparison.Ordinal), string.Join('\n', faults));
        faults.Count.ShouldBe(expected.Length);
    }
}
