using Tako.Reactor.Journal;
using Tako.Reactor.Steps;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Scheduling;

public class HaltTests
{
    private const string Plan = """
        name: p
        steps:
          - { name: stop, use: stop }
          - { name: slow, use: slow, effect: irreversible }
          - { name: last, use: slow, after: [stop, slow] }
        """;

    [Fact]
    public void What_is_in_flight_when_a_step_halts_the_plan_is_finished_and_never_run_again()
    {
        var world = Halting();
        var halted = world.Run(Plan).ShouldBeOfType<PlanOutcome.Halted>();
        halted.Reasons.ShouldBe(["stop: a person must look"]);
        halted.PendingApprovals.ShouldBeEmpty();
        world.Ran.Order().ShouldBe(["slow", "stop"]);

        world.Ran.Clear();
        world.With("stop", _ => World.Ok());
        world.Resume().ShouldBeOfType<PlanOutcome.Done>();
        world.Ran.ShouldBe(["stop", "last"]);
    }

    [Fact]
    public void Resuming_a_plan_that_halts_again_does_not_spin()
    {
        var world = Halting();
        world.Run(Plan);
        world.Ran.Clear();
        for (var round = 0; round < 3; round++)
            world.Resume().ShouldBeOfType<PlanOutcome.Halted>();
        world.Ran.ShouldBe(["stop", "stop", "stop"]);
    }

    [Fact]
    public void Asked_to_halt_it_starts_nothing_new_and_lets_the_rest_finish()
    {
        var world = new World();
        world.With("slow", async (context, stop) =>
        {
            world.Halt.Cancel();
            await Task.Delay(TimeSpan.FromSeconds(3), world.Time, stop);
            return World.Ok();
        });
        world.Run("""
            name: p
            steps:
              - { name: a, use: slow }
              - { name: b, use: slow, after: [a] }
            """).ShouldBeOfType<PlanOutcome.Halted>().Reasons.ShouldBe(["It was asked to halt."]);
        world.Ran.ShouldBe(["a"]);
        world.Halt = new CancellationTokenSource();
        world.Resume().ShouldBeOfType<PlanOutcome.Done>();
        world.Ran.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_hard_stop_cancels_what_runs_and_journals_what_still_finished()
    {
        var world = new World();
        world.With("long", async (_, stop) =>
        {
            world.Stop.Cancel();
            await Task.Delay(TimeSpan.FromHours(5), world.Time, stop);
            return World.Ok();
        });
        world.With("deaf", async (_, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2), world.Time, CancellationToken.None);
            return World.Ok();
        });
        Should.Throw<OperationCanceledException>(() => world.Run("""
            name: p
            steps:
              - { name: long, use: long }
              - { name: deaf, use: deaf }
            """));
        PlanState.Fold(world.Journal()).Status.ShouldBe(PlanStatus.Halted);

        world.Stop = new CancellationTokenSource();
        world.Ran.Clear();
        world.With("long", _ => World.Ok());
        world.Resume().ShouldBeOfType<PlanOutcome.Done>();
        world.Ran.ShouldBe(["long"]);
    }

    [Fact]
    public void A_hard_stop_does_not_wait_for_ever_for_a_step_that_does_not_listen()
    {
        var world = new World();
        world.With("deaf", async (_, _) =>
        {
            world.Stop.Cancel();
            await new TaskCompletionSource().Task;
            return World.Ok();
        });
        var start = world.Time.GetUtcNow();
        Should.Throw<OperationCanceledException>(() => world.Run("name: p\nsteps:\n  - { name: deaf, use: deaf }\n"));
        (world.Time.GetUtcNow() - start).ShouldBe(world.Options.StopWithin);
    }

    [Fact]
    public void A_finished_plan_resumed_again_gives_the_same_outcome_and_writes_nothing()
    {
        var world = new World();
        world.With("slow", _ => World.Ok("\"done\"")).With("stop", _ => World.Ok());
        world.Run(Plan);
        var events = world.Journal().Count;
        world.Ran.Clear();
        world.Resume().ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetString().ShouldBe("done");
        world.Ran.ShouldBeEmpty();
        world.Journal().Count.ShouldBe(events);
    }

    [Fact]
    public void A_kind_that_is_gone_when_the_plan_is_resumed_halts_it_with_the_reason()
    {
        var world = Halting();
        world.Run(Plan);
        world.Without("stop");
        world.Resume().ShouldBeOfType<PlanOutcome.Halted>().Reasons[0].ShouldContain("no step kind 'stop' here");
    }

    private static World Halting()
    {
        var world = new World();
        world.With("stop", async (_, stop) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time, stop);
            return new StepOutcome.Halt("a person must look");
        });
        world.With("slow", async (_, stop) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(30), world.Time, stop);
            return World.Ok();
        });
        return world;
    }
}
