using System.Text.Json;
using Tako.Core.Ledger;
using Tako.Reactor.Steps;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Journal;

public class LostEffectTests
{
    [Theory]
    [InlineData("pure")]
    [InlineData("idempotent")]
    public void A_pure_or_idempotent_step_that_was_cut_short_runs_again_with_the_same_key(string effect)
    {
        var (later, key) = CutShort(effect);
        string? again = null;
        later.With("work", context =>
        {
            context.Attempt.ShouldBe(2);
            again = context.EffectKey;
            return World.Ok();
        });
        later.Resume().ShouldBeOfType<PlanOutcome.Done>();
        again.ShouldBe(key);
    }

    [Fact]
    public void A_probeable_step_that_did_happen_is_not_run_again()
    {
        var (later, _) = CutShort("probeable");
        later.With(new Kind("work", _ => throw new InvalidOperationException("ran twice"))
        {
            Probe = _ => new ProbeOutcome.Happened(JsonElement.Parse("\"found\"")),
        });
        later.Resume().ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetString().ShouldBe("found");
    }

    [Fact]
    public void A_probeable_step_that_did_not_happen_runs_again()
    {
        var (later, _) = CutShort("probeable");
        later.With(new Kind("work", _ => World.Ok("\"ran\"")) { Probe = _ => new ProbeOutcome.DidNot() });
        later.Resume().ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetString().ShouldBe("ran");
    }

    [Theory]
    [InlineData("probeable")]
    [InlineData("irreversible")]
    public void An_effect_that_nobody_can_look_up_is_put_to_a_person_and_never_silently_repeated(string effect)
    {
        var (later, _) = CutShort(effect);
        later.With("work", _ => World.Ok("\"ran\""));
        var id = later.Resume().ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.ShouldHaveSingleItem();
        later.Resume().ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.ShouldBe([id]);
        later.Ran.ShouldBeEmpty();
        later.Decide(id, grant: true);
        later.Resume().ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetString().ShouldBe("ran");
        later.Ran.ShouldBe(["work"]);
    }

    [Fact]
    public void A_person_who_denies_the_repetition_makes_the_step_fail()
    {
        var (later, _) = CutShort("irreversible");
        later.With("work", _ => World.Ok());
        var id = later.Resume().ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.Single();
        later.Decide(id, grant: false);
        var failed = later.Resume().ShouldBeOfType<PlanOutcome.Failed>();
        failed.Why.ShouldContain("Whether its effect happened is not known");
        later.Ran.ShouldBeEmpty();
    }

    [Fact]
    public void A_person_who_knows_the_result_can_give_it()
    {
        var (later, _) = CutShort("irreversible");
        later.With("work", _ => World.Ok());
        var id = later.Resume().ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.Single();
        later.Decide(id, grant: false, """{"happened": {"sent": 3}}""");
        later.Resume().ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetRawText().ShouldBe("""{"sent": 3}""");
        later.Ran.ShouldBeEmpty();
    }

    [Fact]
    public void An_irreversible_step_that_times_out_is_put_to_a_person_at_once()
    {
        var world = new World();
        world.With("work", async (_, stop) =>
        {
            await Task.Delay(TimeSpan.FromDays(1), world.Time, stop);
            return World.Ok();
        });
        world.Run("name: p\nsteps:\n  - { name: work, use: work, effect: irreversible, timeout: 5s }\n")
            .ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.Count.ShouldBe(1);
        world.Ran.Count.ShouldBe(1);
    }

    [Fact]
    public void An_attempt_finds_what_earlier_attempts_wrote_and_only_that()
    {
        var world = new World();
        world.With("other", async (context, stop) =>
        {
            await Write(context, "other.note", "0");
            return World.Ok();
        });
        world.With("loop", async (context, stop) =>
        {
            if (context.Recorded.Count == 0)
            {
                var first = await Write(context, "model.called", "1");
                await Write(context, "model.answered", "2", first);
                return new StepOutcome.Retry(null, "cut");
            }

            return World.Ok(
                $"[{string.Join(",", context.Recorded.Select(entry => System.Text.Encoding.UTF8.GetString(entry.Body.Span)))}]");
        });
        world.Run("""
            name: p
            output: loop
            steps:
              - { name: loop, use: loop }
              - { name: other, use: other }
            """).ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetRawText().ShouldBe("""[{"n":1},{"n":2}]""");
    }

    private static async Task<long> Write(StepContext context, string type, string n, long? cause = null) =>
        await context.Journal.AppendAsync(
        [new NewEvent
        {
            Type = type,
            Actor = "arm/test",
            Cause = cause ?? context.StartedSeq,
            Body = System.Text.Encoding.UTF8.GetBytes($"{{\"n\":{n}}}"),
        }]);

    /// <summary>A plan of one step whose journal ends right after the step was started.</summary>
    private static (World Later, string Key) CutShort(string effect)
    {
        var key = "";
        var world = new World().With("work", context =>
        {
            key = context.EffectKey;
            return World.Ok("\"first\"");
        });
        world.Run($"name: p\nsteps:\n  - {{ name: work, use: work, effect: {effect} }}\n");
        return (world.CrashedAfter(world.Journal().FindIndex(entry => entry.Type == "step.started") + 1), key);
    }
}
