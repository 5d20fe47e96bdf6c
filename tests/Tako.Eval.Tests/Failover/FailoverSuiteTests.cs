using Tako.Eval.Failover;
using Tako.Eval.Tests.Failover.Doubles;

namespace Tako.Eval.Tests.Failover;

[Collection(Clocked.Name)]
public sealed class FailoverSuiteTests
{
    [Fact]
    public async Task A_gateway_that_only_passes_through_is_safe_where_it_shows_the_error_and_fails_where_it_hangs()
    {
        var measures = await Play.AllAsync(DoubleGateway.Starting(CarelessGateways.PassThrough), new FailoverOptions());

        foreach (var surface in new[] { "chat", "responses", "messages" })
        {
            var verdicts = measures.Where(measure => measure.Set == surface && measure.Verdict is not null)
                .ToDictionary(measure => measure.Name, measure => measure.Verdict);
            verdicts.Where(verdict => verdict.Value == "pass").Select(verdict => verdict.Key).ShouldBe(["s13"], surface);
            verdicts.Where(verdict => verdict.Value == "partial").Select(verdict => verdict.Key).ShouldBe(["s07", "s10"], surface);
            verdicts.Where(verdict => verdict.Value == "fail").Select(verdict => verdict.Key).ShouldBe(["s06", "s11"], surface);
            verdicts.Count(verdict => verdict.Value == "safe").ShouldBe(11, surface);
            Count(surface, "pass").Value.ShouldBe(1);
            (Count(surface, "safe").Value, Count(surface, "safe").Target).ShouldBe((11, 0));
        }

        var late = measures.Single(measure => measure is { Set: "chat", Name: "s07" });
        late.Why!.ShouldContain("longer than 15 s");
        (late.Value, late.Target, late.About).ShouldBe((0, 1, "first token after 20 s"));

        Measure Count(string set, string verdict) => measures.Single(measure => measure.Set == set && measure.Name == verdict);
    }

    [Fact]
    public async Task A_gateway_that_waits_for_a_whole_answer_passes_all_sixteen_on_every_surface()
    {
        var measures = await Play.AllAsync(DoubleGateway.Starting(new PatientGateways().HandleAsync), new FailoverOptions());

        measures.Where(measure => measure.Verdict is not (null or "pass")).Select(measure => $"{measure.Set} {measure.Name}: {measure.Why}")
            .ShouldBeEmpty();
        measures.Where(measure => measure.Name == "pass").Select(measure => measure.Value).ShouldBe([16, 16, 16]);
    }

    [Fact]
    public async Task Crossed_protocols_have_cards_of_their_own()
    {
        var measures = await Play.AllAsync(DoubleGateway.Starting(CarelessGateways.PassThrough),
            new FailoverOptions { Surface = Surface.Messages, Crossed = true, AtOnce = 8 });

        measures.Select(measure => measure.Set).Distinct().Order()
            .ShouldBe(["messages", "messages-on-chat", "messages-on-responses"]);
        measures.Count.ShouldBe(3 * (16 + 4));
    }

    [Fact]
    public async Task Without_a_gateway_and_on_a_target_that_does_not_lead_to_the_provider_it_says_what_to_do()
    {
        var none = await Should.ThrowAsync<InvalidDataException>(() => Play.AllAsync(null, new FailoverOptions()));
        none.Message.ShouldContain("--target");

        var time = TimeProvider.System;
        await using var elsewhere = Tako.Eval.Failover.Provider.FaultyProvider.Start(time);
        var lost = await Should.ThrowAsync<InvalidDataException>(() =>
            Play.AllAsync(null, new FailoverOptions { Target = elsewhere.OpenAiAddress }));
        lost.Message.ShouldContain("status 404");
        lost.Message.ShouldContain("s08: { chain: [s08-primary, s08-fallback] }");
        lost.Message.ShouldContain("--provider-port");
    }

    [Theory]
    [InlineData(Surface.Chat, "kind: compatible", "/v1\"")]
    [InlineData(Surface.Responses, "wire: responses", "/v1\"")]
    [InlineData(Surface.Messages, "kind: anthropic", ":1234\"")]
    public void The_configuration_speaks_the_providers_protocol(Surface wire, string kind, string address)
    {
        var setup = new FailoverSetup { Provider = new Uri("http://127.0.0.1:1234"), Wire = wire, Time = TimeProvider.System };

        setup.Configuration.ShouldContain(kind);
        setup.Configuration.ShouldContain(address);
        setup.Configuration.ShouldContain("retries: 2");
    }

    [Fact]
    public async Task What_cannot_be_measured_together_is_refused()
    {
        var target = new Uri("http://127.0.0.1:1");
        (await Refused(new FailoverOptions { Target = target, Crossed = true })).ShouldContain("Crossed");
        (await Refused(new FailoverOptions { ProviderPort = 4567 })).ShouldContain("--surface");
        (await Refused(new FailoverOptions { AtOnce = 0 })).ShouldContain("At least one");
        await using var taken = Tako.Eval.Failover.Provider.FaultyProvider.Start();
        (await Refused(new FailoverOptions { Target = target, ProviderPort = taken.Address.Port }))
            .ShouldContain("another --provider-port");
    }

    private static async Task<string> Refused(FailoverOptions options) =>
        (await Should.ThrowAsync<InvalidDataException>(() => Play.AllAsync(null, options))).Message;

    /// <summary>One gateway for each setup, because each has scenarios of the same names.</summary>
    private sealed class PatientGateways
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<Surface, PatientGateway> _of = [];

        public Task HandleAsync(Exchange exchange, CancellationToken cancellationToken) =>
            _of.GetOrAdd(exchange.Surface, _ => new PatientGateway()).HandleAsync(exchange, cancellationToken);
    }
}
