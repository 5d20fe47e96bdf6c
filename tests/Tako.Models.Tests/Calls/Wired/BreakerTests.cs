using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Health;
using Tako.Models.Wire;
using Tako.Testing.Models;
using Tako.Testing.Time;

namespace Tako.Models.Tests.Calls.Wired;

/// <summary>A model that fails is left alone, probed, and given its share back step by step.</summary>
public sealed class BreakerTests
{
    [Fact]
    public async Task S15_A_minute_of_outage_is_bridged_and_ends_with_the_primary_in_use()
    {
        var time = new ManualTimeProvider();
        var start = time.GetUtcNow();
        await using var primary = FakeProvider.Answering(_ => time.GetUtcNow() - start < TimeSpan.FromSeconds(60)
            ? new ProviderReply.Status(503) : Wires.Words);
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, WireKind.Chat, time: time, limits: Clients.Quick);
        List<(TimeSpan At, string Model)> served = [];
        for (var call = 0; call < 30; call++)
        {
            var hearing = catalog.HearAsync(Wires.Ask(WireKind.Chat));
            while (!hearing.IsCompleted)
            {
                if (await Task.WhenAny(hearing, time.WhenTimerAsync(due => due <= TimeSpan.FromMilliseconds(10))) != hearing)
                    time.Advance(TimeSpan.FromMilliseconds(10));
            }

            var heard = await hearing;
            heard.ShouldBeWhole(Wires.Words);
            served.Add((time.GetUtcNow() - start, heard.Head.Model));
            if (call == 19)
                primary.Requests.Count.ShouldBeLessThanOrEqualTo(12);
            time.Advance(TimeSpan.FromSeconds(4));
        }

        served.Where(one => one.Model == "first").Min(one => one.At).ShouldBeInRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
        served[^5..].ShouldAllBe(one => one.Model == "first");
    }

    [Fact]
    public async Task An_open_breaker_is_shown_and_its_model_is_asked_once_for_want_of_any_other()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Status(503));
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat, links: "[first]", limits: Clients.Quick);
        for (var call = 0; call < 2; call++)
            (await catalog.HearAsync(Wires.Ask(WireKind.Chat))).Refusal!.Kind.ShouldBe(CallFailureKind.Overloaded);
        var shot = catalog.Breakers.Breakers.ShouldHaveSingleItem();
        (shot.Provider, shot.Model, shot.Class, shot.State).ShouldBe(("one", "up-1", FailureClass.Overload, BreakerState.Open));
        shot.Failures.ShouldBe(5);
        shot.NextProbe.ShouldNotBeNull();
        shot.Share.ShouldBe(0);
        var before = provider.Requests.Count;
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat));
        heard.Refusal!.Kind.ShouldBe(CallFailureKind.Overloaded);
        provider.Requests.Count.ShouldBe(before + 1);
    }

    [Fact]
    public void Only_one_call_probes_and_a_probe_that_was_abandoned_is_made_again()
    {
        var (health, time) = Opened();
        health.Admit(out var wait).ShouldBe(Admission.Refused);
        wait.ShouldBe(TimeSpan.FromSeconds(15));
        time.Advance(TimeSpan.FromSeconds(15));
        health.Admit(out _).ShouldBe(Admission.Probe);
        health.Admit(out _).ShouldBe(Admission.Refused);
        health.Forget(Admission.Probe);
        health.Admit(out _).ShouldBe(Admission.Probe);
    }

    [Fact]
    public void A_probe_that_never_comes_back_keeps_nobody_away_for_ever()
    {
        var (health, time) = Opened();
        time.Advance(TimeSpan.FromSeconds(15));
        health.Admit(out _).ShouldBe(Admission.Probe);
        time.Advance(TimeSpan.FromMinutes(4));
        health.Admit(out _).ShouldBe(Admission.Refused);
        time.Advance(TimeSpan.FromMinutes(1));
        health.Admit(out _).ShouldBe(Admission.Probe);
    }

    [Fact]
    public async Task A_model_that_answers_as_a_last_resort_is_on_its_way_back()
    {
        var fails = true;
        await using var provider = FakeProvider.Answering(_ => fails ? new ProviderReply.Status(503) : Wires.Words);
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat, links: "[first]", limits: Clients.Quick);
        for (var call = 0; call < 2; call++)
            await catalog.HearAsync(Wires.Ask(WireKind.Chat));
        fails = false;
        (await catalog.HearAsync(Wires.Ask(WireKind.Chat))).ShouldBeWhole(Wires.Words);
        catalog.Breakers.Breakers.ShouldHaveSingleItem().State.ShouldBe(BreakerState.Recovering);
    }

    [Fact]
    public void After_a_probe_that_went_well_the_share_grows()
    {
        var (health, time) = Opened();
        time.Advance(TimeSpan.FromSeconds(15));
        health.Succeeded(health.Admit(out _), TimeSpan.FromSeconds(1), null);
        List<int> admitted = [];
        for (var step = 0; step < 4; step++)
        {
            admitted.Add(Enumerable.Range(0, 100).Count(_ => health.Admit(out TimeSpan _) == Admission.Open));
            time.Advance(TimeSpan.FromSeconds(3));
        }

        admitted.ShouldBe([10, 25, 50, 100]);
        health.Snapshots().ShouldBeEmpty();
    }

    [Fact]
    public void A_failure_on_the_way_back_opens_it_again()
    {
        var (health, time) = Opened();
        time.Advance(TimeSpan.FromSeconds(15));
        health.Succeeded(health.Admit(out _), TimeSpan.FromSeconds(1), null);
        health.Failed(Admission.Open, Failure(CallFailureKind.ServerError));
        health.Snapshots().Single().State.ShouldBe(BreakerState.Open);
    }

    [Fact]
    public void The_provider_s_own_wait_is_kept()
    {
        var time = new ManualTimeProvider();
        var health = new ModelHealth("p", "m", new Config.BreakerConfig { Failures = 1 }, time);
        health.Failed(Admission.Open, Failure(CallFailureKind.RateLimited) with { RetryAfter = TimeSpan.FromMinutes(2) });
        time.Advance(TimeSpan.FromSeconds(119));
        health.Admit(out _).ShouldBe(Admission.Refused);
        time.Advance(TimeSpan.FromSeconds(2));
        health.Admit(out _).ShouldBe(Admission.Probe);
    }

    [Fact]
    public void Half_of_the_calls_failing_opens_it_though_never_in_a_row()
    {
        var health = new ModelHealth("p", "m", new Config.BreakerConfig(), new ManualTimeProvider());
        for (var call = 0; call < 4; call++)
        {
            health.Succeeded(Admission.Open, TimeSpan.FromSeconds(1), null);
            health.Failed(Admission.Open, Failure(CallFailureKind.Network));
        }

        health.Snapshots().Single().State.ShouldBe(BreakerState.Closed);
        health.Failed(Admission.Open, Failure(CallFailureKind.Network));
        health.Failed(Admission.Open, Failure(CallFailureKind.Network));
        health.Snapshots().Single().State.ShouldBe(BreakerState.Open);
    }

    [Theory]
    [InlineData(CallFailureKind.BadRequest), InlineData(CallFailureKind.ContentPolicy), InlineData(CallFailureKind.ContextTooLong)]
    [InlineData(CallFailureKind.SchemaViolation), InlineData(CallFailureKind.LowQuality), InlineData(CallFailureKind.OutOfBudget)]
    [InlineData(CallFailureKind.OutOfTime)]
    public void What_lies_in_the_request_opens_nothing(CallFailureKind kind)
    {
        var health = new ModelHealth("p", "m", new Config.BreakerConfig { Failures = 1 }, new ManualTimeProvider());
        health.Failed(Admission.Open, Failure(kind));
        health.Snapshots().ShouldBeEmpty();
        health.Statistics.Attempts.ShouldBe(0);
    }

    [Fact]
    public void Classes_of_failure_are_counted_apart()
    {
        var health = new ModelHealth("p", "m", new Config.BreakerConfig { Failures = 2 }, new ManualTimeProvider());
        health.Failed(Admission.Open, Failure(CallFailureKind.Network));
        health.Failed(Admission.Open, Failure(CallFailureKind.Stalled));
        health.Admit(out _).ShouldBe(Admission.Open);
        health.Failed(Admission.Open, Failure(CallFailureKind.SlowStart));
        health.Admit(out _).ShouldBe(Admission.Refused);
        health.Snapshots().Single(shot => shot.State == BreakerState.Open).Class.ShouldBe(FailureClass.Slow);
    }

    [Fact]
    public async Task A_learned_order_puts_the_better_model_first()
    {
        var fails = true;
        await using var primary = FakeProvider.Answering(_ => fails ? new ProviderReply.Status(503) : Wires.Words);
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, WireKind.Chat, links: "[first, second], order: learned", limits: Clients.Quick,
            more: "retries: 0\nbreaker: { failures: 1000, ratio: 1 }");
        for (var call = 0; call < 10; call++)
            await catalog.HearAsync(Wires.Ask(WireKind.Chat));
        fails = false;
        (await catalog.HearAsync(Wires.Ask(WireKind.Chat))).Head.Model.ShouldBe("second");
        var known = catalog.Breakers.Statistics;
        known.Single(one => one.Model == "up-1").Success!.Value.ShouldBeLessThan(0.5);
        known.Single(one => one.Model == "up-2").Success.ShouldBe(1);
        known.Single(one => one.Model == "up-2").Usd!.Value.ShouldBeGreaterThan(0);
    }

    private static (ModelHealth Health, ManualTimeProvider Time) Opened()
    {
        var time = new ManualTimeProvider();
        var health = new ModelHealth("p", "m", new Config.BreakerConfig(), time);
        for (var call = 0; call < 5; call++)
            health.Failed(Admission.Open, Failure(CallFailureKind.Overloaded));
        return (health, time);
    }

    private static CallFailure Failure(CallFailureKind kind) => new() { Kind = kind, Message = "", Provider = "p", Model = "m" };
}
