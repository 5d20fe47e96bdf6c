using System.Text;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Testing.Models;

namespace Tako.Models.Tests.Calls.Wired;

/// <summary>Embeddings and counts of tokens, on the same way as everything else.</summary>
public sealed class OtherOperationsTests
{
    private const string Vector =
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,0.2]}],"""
        + """ "model":"e","usage":{"prompt_tokens":5,"total_tokens":5}}""";

    [Fact]
    public async Task Embeddings_pass_through_with_failover_and_their_price()
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(503));
        await using var fallback = FakeProvider.Start(new ProviderReply.Nonsense(Vector));
        using var catalog = Wires.Chain(primary, fallback, WireKind.Chat, limits: Clients.Quick);
        var heard = await catalog.HearAsync(Embed("careful"));
        heard.Refusal.ShouldBeNull();
        heard.Raw.ShouldBe(Vector);
        heard.Head.Model.ShouldBe("second");
        fallback.Requests.Single().Target.ShouldBe("/v1/embeddings");
        fallback.Requests.Single().Body.ShouldContain("\"up-2\"");
        heard.Report.Usage!.Input.ShouldBe(5);
        heard.Report.Usd.ShouldBe(5 * 4 / 1_000_000m);
        heard.Report.Estimated.ShouldBeFalse();
    }

    [Fact]
    public async Task Tokens_are_counted_by_a_provider_that_can_and_cost_nothing()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Nonsense("""{"input_tokens":14}"""));
        using var catalog = Wires.Chain(provider, provider, WireKind.Messages);
        var heard = await catalog.HearAsync(Count("careful"));
        heard.Raw.ShouldBe("""{"input_tokens":14}""");
        provider.Requests.Single().Target.ShouldBe("/v1/messages/count_tokens");
        heard.Report.Usd.ShouldBe(0);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_model_whose_provider_cannot_is_no_place_for_it(bool embed)
    {
        await using var provider = FakeProvider.Start("never");
        using var catalog = Wires.Chain(provider, provider, embed ? WireKind.Messages : WireKind.Chat);
        var refusal = (await catalog.HearAsync(embed ? Embed("first") : Count("first"))).Refusal!;
        refusal.Kind.ShouldBe(CallFailureKind.BadRequest);
        refusal.Message.ShouldContain(embed ? "cannot embed" : "cannot count tokens");
        provider.Requests.ShouldBeEmpty();
    }

    private static ModelCall Embed(string model) => new()
    {
        Model = model, Wire = WireKind.Chat, Operation = CallOperation.Embed,
        Body = Encoding.UTF8.GetBytes($$"""{"model":"{{model}}","input":["eight arms"]}"""),
    };

    private static ModelCall Count(string model) => new()
    {
        Model = model, Wire = WireKind.Messages, Operation = CallOperation.CountTokens,
        Body = Encoding.UTF8.GetBytes($$"""{"model":"{{model}}","messages":[{"role":"user","content":"eight arms"}]}"""),
    };
}
