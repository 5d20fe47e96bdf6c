using System.Text.Json;
using Tako.Reactor.Steps;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Scheduling;

public class UndoTests
{
    private const string Plan = """
        name: p
        steps:
          - { name: a, use: make }
          - { name: b, use: make, after: [a] }
          - { name: c, use: make, after: [b] }
          - { name: d, use: fail, after: [c] }
        """;

    [Fact]
    public void What_cannot_be_undone_is_reported_and_the_rest_is_undone_all_the_same()
    {
        var world = Making((context, _) => context.Step == "b" ? new UndoOutcome.Fail("it is locked") : new UndoOutcome.Undone());
        var failed = world.Run(Plan).ShouldBeOfType<PlanOutcome.Failed>();
        failed.Undone.ShouldBe(["c", "a"]);
        failed.NotUndone.ShouldBe([new NotUndone("b", "it is locked")]);
        world.Resume().ShouldBeOfType<PlanOutcome.Failed>().NotUndone.ShouldBe(failed.NotUndone);
    }

    [Fact]
    public void An_irreversible_effect_that_nobody_undoes_is_reported_as_standing()
    {
        var world = Making((_, _) => new UndoOutcome.Nothing());
        var failed = world.Run(Plan.Replace("name: b, use: make,", "name: b, use: make, effect: irreversible,"))
            .ShouldBeOfType<PlanOutcome.Failed>();
        failed.Undone.ShouldBeEmpty();
        failed.NotUndone.Select(one => one.Step).ShouldBe(["b"]);
    }

    [Fact]
    public void A_step_that_compensation_answered_for_is_not_undone()
    {
        var undone = new List<string>();
        var world = Making((_, _) => new UndoOutcome.Undone());
        world.With(new Kind("make", context => context.Step == "b" ? new StepOutcome.Fail("no") : World.Ok())
        {
            Compensate = (_, _) => new CompensateOutcome.Continue(JsonElement.Parse("0")),
            Undo = (context, _) =>
            {
                undone.Add(context.Step);
                return new UndoOutcome.Undone();
            },
        });
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Failed>();
        undone.ShouldBe(["c", "a"]);
    }

    [Fact]
    public void Undoing_gets_the_value_and_is_tried_again_when_it_asks_for_it()
    {
        var tries = 0;
        var world = Making((context, value) =>
        {
            value.GetString().ShouldBe($"made by {context.Step}");
            return ++tries < 3 ? new UndoOutcome.Retry(null, "busy") : new UndoOutcome.Undone();
        });
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Failed>().Undone.ShouldBe(["c", "b", "a"]);
        tries.ShouldBe(5);
    }

    [Fact]
    public void Undoing_goes_on_after_a_crash_in_the_middle_of_it()
    {
        var world = Making((_, _) => new UndoOutcome.Undone());
        world.Run(Plan);
        var journal = world.Journal();
        for (var cut = journal.FindIndex(entry => entry.Type == "plan.failing") + 1; cut <= journal.Count; cut++)
        {
            var again = new List<string>();
            var later = world.CrashedAfter(cut).With(Make((context, _) =>
            {
                again.Add(context.Step);
                return new UndoOutcome.Undone();
            }));
            var before = journal.Take(cut).Count(entry => entry.Type == "step.undone");
            var failed = later.Resume().ShouldBeOfType<PlanOutcome.Failed>();
            failed.Undone.ShouldBe(["c", "b", "a"]);
            failed.Step.ShouldBe("d");
            again.ShouldBe(new[] { "c", "b", "a" }.Skip(before));
            later.Ran.ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_failure_cancels_pure_steps_and_lets_others_finish_so_that_they_can_be_undone()
    {
        var world = Making((_, _) => new UndoOutcome.Undone());
        var pureEnded = false;
        world.Time.Patience = 500;
        world.With("pure", async (_, stop) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(5), world.Time, stop);
            pureEnded = true;
            return World.Ok();
        });
        world.Run("""
            name: p
            steps:
              - { name: fails, use: fail }
              - { name: pure, use: pure }
              - { name: made, use: slow, effect: idempotent }
            """).ShouldBeOfType<PlanOutcome.Failed>().Undone.ShouldBe(["made"]);
        pureEnded.ShouldBeFalse();
        world.Journal().ShouldContain(entry => entry.Type == "step.stopped");
    }

    [Fact]
    public void Steps_of_nested_plans_lists_and_added_steps_are_undone_too()
    {
        var world = Making((_, _) => new UndoOutcome.Undone());
        world.With("add", _ => new StepOutcome.OkWithSteps(JsonElement.Parse("1"),
            [new Tako.Reactor.Plans.PlanStep { Name = "x", Use = "make" }], "x"));
        world.Run("""
            name: p
            steps:
              - { name: list, use: make, each: [1, 2] }
              - { name: nest, use: plan, after: [list], plan: { steps: [ { name: in, use: make } ] } }
              - { name: add, use: add, after: [nest] }
              - { name: d, use: fail, after: [add] }
            """).ShouldBeOfType<PlanOutcome.Failed>().Undone.ShouldBe(["add/x", "nest/in", "list[1]", "list[0]"]);
    }

    private static World Making(Func<StepContext, JsonElement, UndoOutcome> undo)
    {
        var world = new World();
        world.With(Make(undo)).With("fail", _ => new StepOutcome.Fail("no"));
        return world.With(new Kind("slow", async (_, stop) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(5), world.Time, stop);
            return World.Ok();
        })
        {
            Undo = (_, _) => new UndoOutcome.Undone(),
        });
    }

    private static Kind Make(Func<StepContext, JsonElement, UndoOutcome> undo) =>
        new("make", context => World.Ok($"\"made by {context.Step}\"")) { Undo = undo };
}
