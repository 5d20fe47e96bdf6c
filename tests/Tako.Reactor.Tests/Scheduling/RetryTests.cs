using Tako.Core.Contracts;
using Tako.Reactor.Steps;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Scheduling;

public class RetryTests
{
    private const string Plan = """
        name: p
        steps:
          - { name: call, use: call, retry: { attempts: 4, wait: 1s, factor: 2, jitter: 0 } }
        """;

    [Fact]
    public void A_step_that_asks_for_it_is_tried_again_after_waits_that_grow()
    {
        var world = new World();
        var starts = new List<double>();
        var begin = world.Time.GetUtcNow();
        world.With("call", context =>
        {
            starts.Add((world.Time.GetUtcNow() - begin).TotalSeconds);
            return context.Attempt < 4 ? new StepOutcome.Retry(null, "busy") : World.Ok("4");
        });
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetInt32().ShouldBe(4);
        starts.ShouldBe([0, 1, 3, 7]);
    }

    [Fact]
    public void The_wait_that_a_step_names_is_kept_up_to_the_longest()
    {
        var world = new World();
        var begin = world.Time.GetUtcNow();
        world.With("call", context => context.Attempt switch
        {
            1 => new StepOutcome.Retry(TimeSpan.FromSeconds(30), "asked to come back"),
            2 => new StepOutcome.Retry(TimeSpan.FromDays(1), "asked to come back much later"),
            _ => World.Ok(),
        });
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Done>();
        (world.Time.GetUtcNow() - begin).ShouldBe(TimeSpan.FromSeconds(30 + 120));
    }

    [Fact]
    public void Retries_end()
    {
        var world = new World();
        world.With("call", _ => new StepOutcome.Retry(null, "still busy"));
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Failed>().Why.ShouldBe("It was tried 4 times; the last time: still busy");
        world.Ran.Count.ShouldBe(4);
    }

    [Fact]
    public void A_wait_that_a_crash_cut_short_goes_on_where_it_was()
    {
        var world = new World();
        world.With("call", _ => new StepOutcome.Retry(TimeSpan.FromSeconds(100), "busy"));
        world.Run(Plan);
        var later = world.CrashedAfter(world.Journal().FindIndex(entry => entry.Type == "step.retrying") + 1);
        var start = later.Time.GetUtcNow();
        later.With("call", context => World.Ok($"{context.Attempt}"));
        later.Resume().ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetInt32().ShouldBe(2);
        (later.Time.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(100));
    }

    [Fact]
    public void Compensation_can_let_the_plan_go_on_with_a_value()
    {
        var world = new World();
        world.With(new Kind("call", _ => new StepOutcome.Fail("no"))
        {
            Compensate = (_, failure) =>
                new CompensateOutcome.Continue(System.Text.Json.JsonElement.Parse($"\"instead of {failure.Why}\"")),
        });
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetString().ShouldBe("instead of no");
    }

    [Fact]
    public void Compensation_can_ask_for_another_attempt_but_not_for_ever()
    {
        var world = new World();
        var runs = 0;
        world.With(new Kind("call", _ =>
        {
            runs++;
            return new StepOutcome.Fail("no");
        })
        {
            Compensate = (_, _) => new CompensateOutcome.Retry(),
        });
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Failed>().Why.ShouldBe("no");
        runs.ShouldBe(4);
    }

    [Fact]
    public void A_thrown_exception_fails_the_step_and_its_message_stays_out_of_the_journal()
    {
        var world = new World();
        world.With("call", _ => throw new InvalidOperationException("the key is sk-canary"));
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Failed>().Why.ShouldStartWith("It threw InvalidOperationException");
        world.Journal().ShouldAllBe(entry => !World.Text(entry).Contains("canary"));
    }

    [Theory]
    [InlineData(EffectKind.Pure)]
    [InlineData(EffectKind.Idempotent)]
    public void A_step_that_takes_too_long_is_cancelled_and_tried_again(EffectKind effect)
    {
        var world = new World();
        var cancelled = 0;
        world.With("call", async (context, stop) =>
        {
            using var seen = stop.Register(() => cancelled++);
            if (context.Attempt == 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, world.Time, stop);
            return World.Ok();
        });
        var plan = world.Plan(Plan);
        plan = plan with { Steps = [plan.Steps[0] with { Timeout = TimeSpan.FromSeconds(5), Effect = effect }] };
        world.Run(plan).ShouldBeOfType<PlanOutcome.Done>();
        world.Ran.Count.ShouldBe(2);
        cancelled.ShouldBe(1);
    }

    [Fact]
    public void A_step_that_does_not_listen_to_its_time_limit_is_given_up()
    {
        var world = new World();
        world.With("call", async (context, _) =>
        {
            if (context.Attempt == 1)
                await new TaskCompletionSource().Task;
            return World.Ok();
        });
        var plan = world.Plan(Plan);
        world.Run(plan with { Steps = [plan.Steps[0] with { Timeout = TimeSpan.FromSeconds(5) }] }).ShouldBeOfType<PlanOutcome.Done>();
        world.Ran.Count.ShouldBe(2);
    }

    [Fact]
    public void A_probeable_step_that_takes_too_long_is_looked_up_before_anything_else()
    {
        var world = new World();
        var runs = 0;
        world.With(new Kind("call", async (_, stop) =>
        {
            runs++;
            await Task.Delay(Timeout.InfiniteTimeSpan, world.Time, stop);
            return World.Ok();
        })
        {
            Probe = _ => new ProbeOutcome.Happened(System.Text.Json.JsonElement.Parse("\"it was there\"")),
        });
        var plan = world.Plan(Plan);
        var step = plan.Steps[0] with { Timeout = TimeSpan.FromSeconds(5), Effect = EffectKind.Probeable };
        world.Run(plan with { Steps = [step] }).ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetString().ShouldBe("it was there");
        runs.ShouldBe(1);
    }

    [Fact]
    public void A_stronger_model_is_chosen_for_the_second_attempt_and_for_what_an_earlier_step_found()
    {
        var world = new World();
        var models = new List<string?>();
        world.With("size", _ => World.Ok("""{"files": 40}"""));
        world.With("call", context =>
        {
            models.Add(context.Model);
            return context.Attempt == 1 ? new StepOutcome.Retry(null, "not good") : World.Ok();
        });
        world.Run("""
            name: p
            steps:
              - { name: size, use: size }
              - name: small
                use: call
                model: { use: cheap, rules: [ { when: { attempt: 2 }, use: strong } ] }
              - name: large
                use: call
                after: [size, small]
                model: { use: cheap, rules: [ { when: { value: { step: size, path: /files }, more: 30 }, use: large-context } ] }
            """).ShouldBeOfType<PlanOutcome.Done>();
        models.ShouldBe(["cheap", "strong", "large-context", "large-context"]);
    }
}
