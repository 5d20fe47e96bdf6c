using Tako.Core.Contracts;
using Tako.Core.Ledger;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Journal;

public class JournalTests
{
    [Fact]
    public void Bytes_for_each_step_do_not_grow_with_the_number_of_steps()
    {
        var small = BytesPerStep(1_000);
        var large = BytesPerStep(10_000);
        large.ShouldBeLessThan(small * 1.03);
        large.ShouldBeLessThan(600);
    }

    [Fact]
    public void Large_values_and_all_texts_are_blobs_and_events_stay_small()
    {
        var world = new World().With("big", _ => World.Ok($"\"{new string('x', 300_000)} canary\""))
            .With("small", _ => World.Ok("[1,true,null]"));
        var done = world.Run("""
            name: p
            goal: a canary in the goal
            steps:
              - { name: big, use: big, with: { prompt: a canary in the plan } }
              - { name: small, use: small, with: { x: { input: secret }, y: { step: big } } }
            """, ("secret", "\"canary\"")).ShouldBeOfType<PlanOutcome.Done>();
        var journal = world.Journal();
        journal.ShouldAllBe(entry => entry.Body.Length < 2048);
        journal.ShouldAllBe(entry => !World.Text(entry).Contains("canary"));
        journal.Count(entry => entry.Type == "step.completed" && entry.Blobs.Count == 0).ShouldBe(1);
        world.Resume().ShouldBeOfType<PlanOutcome.Done>().Values["big"].Value.GetString()!.Length.ShouldBe(300_007);
        done.Values["small"].Value.GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public void The_plan_is_in_the_journal_before_its_first_step_and_resume_does_not_ask_for_it()
    {
        var world = new World().With("work", _ => World.Ok());
        world.Run("name: p\nsteps:\n  - { name: a, use: work, with: { x: { input: n } } }\n", ("n", "1"));
        world.Journal()[0].Type.ShouldBe("plan.accepted");
        var later = world.CrashedAfter(1);
        later.Resume().ShouldBeOfType<PlanOutcome.Done>();
        later.Journal().ShouldContain(entry => entry.Type == "step.started");
        Should.Throw<ArgumentException>(() => world.CrashedAfter(0).Resume());
    }

    [Fact]
    public void The_tree_of_steps_can_be_folded_from_the_events()
    {
        var world = new World();
        world.With("work", context => context.Attempt == 1 && context.Step == "a" ? new StepOutcome.Retry(
            null, "again") : World.Ok("\"v\""));
        var plan = world.Plan("""
            name: p
            steps:
              - { name: a, use: work, model: cheap }
              - { name: never, use: work, when: { value: { step: a }, equals: other } }
              - name: nest
                use: plan
                each: [x/y, z]
                key: ""
                plan: { steps: [ { name: in, use: work } ] }
            """);
        world.Run(plan);
        var state = PlanState.Fold(world.Journal(), plan);
        state.Status.ShouldBe(PlanStatus.Done);
        state.Steps.Select(step => (step.Name, step.Status)).ShouldBe(
            [("a", StepStatus.Done), ("never", StepStatus.Skipped), ("nest", StepStatus.Done)]);
        state.Steps[0].Attempts.ShouldBe(2);
        state.Steps[0].Model.ShouldBe("cheap");
        state.Steps[0].ValueHash.ShouldNotBeNull();
        (state.Steps[0].Ended > state.Steps[0].Started).ShouldBeTrue();
        state.Steps[2].Children.Select(step => step.Name).ShouldBe(["[x/y]", "[z]"]);
        state.Steps[2].Children[0].Children.Single().Step.ShouldBe("nest[x/y]/in");
        PlanState.Fold(world.Journal().Take(1), plan).Steps.ShouldAllBe(step => step.Status == StepStatus.Waiting);
    }

    [Fact]
    public void The_accepted_plan_can_be_read_back_from_the_events()
    {
        var world = new World().With("work", _ => World.Ok());
        var plan = world.Plan("name: p\nsteps:\n  - { name: a, use: work, accept: [it works] }\n");
        world.Run(plan);
        var events = world.Journal();
        var read = Simulation.Run(world.Time, async () => await PlanState.PlanAsync(events, world.Ledger));
        PlanJson.Write(read!).ToArray().ShouldBe(PlanJson.Write(plan).ToArray());
    }

    [Fact]
    public void A_value_that_was_erased_halts_the_plan_with_the_reason()
    {
        var world = new World().With("work", _ => World.Ok("\"text\"")).With("halt", _ => new StepOutcome.Halt("wait"));
        world.Run("name: p\nsteps:\n  - { name: a, use: work }\n  - { name: b, use: halt, after: [a] }\n");
        Simulation.Run(world.Time, async () => await world.Ledger.EraseAsync(Tako.Core.Identity.Tenant.Local));
        world.Resume().ShouldBeOfType<PlanOutcome.Halted>().Reasons[0].ShouldContain("erased");
    }

    private static double BytesPerStep(int steps)
    {
        var world = new World { Options = new ReactorOptions { Limits = new PlanLimits { Steps = steps } } };
        world.With(new Kind("noop", _ => World.Ok()));
        var plan = new Plan
        {
            Name = "chain",
            Steps = [.. Enumerable.Range(0, steps).Select(index => new PlanStep
            {
                Name = $"s{index}",
                Use = "noop",
                Effect = EffectKind.Pure,
                With = index == 0 ? [] : new Dictionary<string, Argument> { ["x"] = new Argument.FromStep($"s{index - 1}") },
            })],
        };
        world.Run(plan).ShouldBeOfType<PlanOutcome.Done>();
        var journal = world.Journal();
        journal.ShouldAllBe(entry => entry.Body.Length < LedgerLimits.EventBytes / 2);
        return (double)journal.Skip(1).Sum(entry => entry.Body.Length) / steps;
    }
}
