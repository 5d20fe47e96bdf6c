using FsCheck.Fluent;
using Tako.Reactor.Steps;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Scheduling;

public class DataflowLaws
{
    [Fact]
    public void Every_step_runs_exactly_once_and_after_everything_it_waits_for() => ForPlans(120, seed =>
    {
        var plan = RandomPlans.Dag(seed);
        var ended = new HashSet<string>();
        var early = new List<string>();
        var world = new World { Options = new ReactorOptions { Concurrency = 1 + (seed % 5) } };
        world.With("work", async (context, stop) =>
        {
            early.AddRange(plan.Steps.Single(step => step.Name == context.Step).After.Where(before => !ended.Contains(before)));
            await Task.Delay(RandomPlans.Length(context.Step, seed), world.Time, stop);
            ended.Add(context.Step);
            return World.Ok();
        });
        world.Run(plan).ShouldBeOfType<PlanOutcome.Done>();
        early.ShouldBeEmpty();
        world.Ran.Order().ShouldBe(plan.Steps.Select(step => step.Name).Order());
    });

    [Fact]
    public void Without_a_limit_a_plan_takes_exactly_as_long_as_its_longest_path() => ForPlans(120, seed =>
    {
        var plan = RandomPlans.Dag(seed);
        var world = new World { Options = new ReactorOptions { Concurrency = 1000 } };
        world.With("work", async (context, stop) =>
        {
            await Task.Delay(RandomPlans.Length(context.Step, seed), world.Time, stop);
            return World.Ok();
        });
        var start = world.Time.GetUtcNow();
        world.Run(plan).ShouldBeOfType<PlanOutcome.Done>();
        (world.Time.GetUtcNow() - start).ShouldBe(RandomPlans.CriticalPath(plan, seed));
    });

    [Fact]
    public void No_more_steps_are_at_work_than_the_limit_allows() => ForPlans(60, seed =>
    {
        var limit = 1 + (seed % 4);
        var (now, most) = (0, 0);
        var world = new World { Options = new ReactorOptions { Concurrency = limit } };
        world.With("work", async (context, stop) =>
        {
            most = Math.Max(most, ++now);
            await Task.Delay(RandomPlans.Length(context.Step, seed), world.Time, stop);
            now--;
            return World.Ok();
        });
        world.Run(RandomPlans.Dag(seed)).ShouldBeOfType<PlanOutcome.Done>();
        most.ShouldBeLessThanOrEqualTo(limit);
    });

    [Fact]
    public void Undoing_goes_backwards_through_what_was_completed() => ForPlans(80, seed =>
    {
        var plan = RandomPlans.Dag(seed);
        var victim = plan.Steps[seed % plan.Steps.Count].Name;
        var completed = new List<string>();
        var undone = new List<string>();
        var world = new World();
        world.With(new Kind("work", async (context, stop) =>
        {
            await Task.Delay(RandomPlans.Length(context.Step, seed), world.Time, stop);
            if (context.Step == victim)
                return new StepOutcome.Fail("it was made to fail");
            return World.Ok();
        })
        {
            Undo = (context, _) =>
            {
                undone.Add(context.Step);
                return new UndoOutcome.Undone();
            },
        });
        var failed = world.Run(plan).ShouldBeOfType<PlanOutcome.Failed>();
        failed.Step.ShouldBe(victim);
        completed.AddRange(world.Journal().Where(entry => entry.Type == "step.completed")
            .Select(entry => System.Text.Json.JsonDocument.Parse(entry.Body).RootElement.GetProperty("step").GetString()!));
        undone.ShouldBe(Enumerable.Reverse(completed));
        failed.Undone.ShouldBe(undone);
    });

    [Fact]
    public void After_a_crash_at_any_event_no_completed_step_runs_again_and_the_outcome_is_the_same() => ForPlans(25, seed =>
    {
        var plan = RandomPlans.Dag(seed, 12);
        var world = new World();
        world.With("work", async (context, stop) =>
        {
            await Task.Delay(RandomPlans.Length(context.Step, seed), world.Time, stop);
            return World.Ok($"\"value of {context.Step}\"");
        });
        var whole = world.Run(plan).ShouldBeOfType<PlanOutcome.Done>();
        var journal = world.Journal();
        for (var cut = 1; cut <= journal.Count; cut++)
        {
            var later = world.CrashedAfter(cut);
            later.With("work", context => World.Ok($"\"value of {context.Step}\""));
            var done = later.Resume().ShouldBeOfType<PlanOutcome.Done>();
            var finished = journal.Take(cut).Where(entry => entry.Type == "step.completed")
                .Select(entry => System.Text.Json.JsonDocument.Parse(entry.Body).RootElement.GetProperty("step").GetString()!).ToList();
            later.Ran.Order().ShouldBe(plan.Steps.Select(step => step.Name).Except(finished).Order());
            done.Output.Value.GetRawText().ShouldBe(whole.Output.Value.GetRawText());
        }
    });

    private static void ForPlans(int count, Action<int> law) =>
        FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(count),
            Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), law));
}
