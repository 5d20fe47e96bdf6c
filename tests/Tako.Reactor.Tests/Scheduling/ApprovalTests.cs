using Tako.Reactor.Journal;
using Tako.Reactor.Steps;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Scheduling;

public class ApprovalTests
{
    private const string Plan = """
        name: p
        steps:
          - { name: ask, use: work, approve: May packages be fetched?, with: { feed: { input: feed } }, effect: irreversible }
          - { name: side, use: work }
          - { name: after, use: work, after: [ask] }
        """;

    [Fact]
    public void The_plan_goes_on_with_other_branches_and_then_waits_for_the_answer()
    {
        var world = Working();
        var halted = world.Run(Plan, ("feed", "\"a\"")).ShouldBeOfType<PlanOutcome.Halted>();
        world.Ran.ShouldBe(["side"]);
        var id = halted.PendingApprovals.ShouldHaveSingleItem();
        PlanState.Fold(world.Journal()).Steps.Single(step => step.Step == "ask").Approval.ShouldBe(id);

        world.Resume().ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.ShouldBe([id]);
        world.Decide(id, grant: true);
        world.Resume().ShouldBeOfType<PlanOutcome.Done>();
        world.Ran.ShouldBe(["side", "ask", "after"]);
    }

    [Fact]
    public void A_denied_step_does_not_run_and_the_plan_fails_cleanly()
    {
        var world = Working();
        var id = world.Run(Plan, ("feed", "\"a\"")).ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.Single();
        world.Decide(id, grant: false);
        var failed = world.Resume().ShouldBeOfType<PlanOutcome.Failed>();
        failed.Step.ShouldBe("ask");
        failed.Why.ShouldBe($"Approval {id} was denied by ada; the step was not run.");
        world.Ran.ShouldBe(["side"]);
        world.Resume().ShouldBeOfType<PlanOutcome.Failed>().Why.ShouldBe(failed.Why);
    }

    [Fact]
    public void A_decision_holds_for_exactly_these_arguments()
    {
        var world = Working();
        var first = world.Run(Plan, ("feed", "\"a\"")).ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.Single();
        world.Decide(first, grant: true);
        var second = world.Run(Plan, ("feed", "\"b\"")).ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.Single();
        second.ShouldNotBe(first);
        world.Ran.ShouldNotContain("ask");
    }

    [Fact]
    public void An_answer_given_while_other_branches_run_is_noticed()
    {
        var world = Working();
        world.With("slow", async (_, stop) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time, stop);
            var pending = new List<string>();
            await foreach (var approval in world.Approvals.ListAsync(stop))
                pending.Add(approval.Request.Id);
            await world.Approvals.DecideAsync(pending.Single(), true, "ada", null, stop);
            await Task.Delay(TimeSpan.FromMinutes(2), world.Time, stop);
            world.Ran.Add("slow ended");
            return World.Ok();
        });
        world.Run(Plan.Replace("use: work }\n  - { name: after", "use: slow }\n  - { name: after"), ("feed", "\"a\""))
            .ShouldBeOfType<PlanOutcome.Done>();
        world.Ran.IndexOf("ask").ShouldBeLessThan(world.Ran.IndexOf("slow ended"));
    }

    [Fact]
    public void One_question_is_asked_for_a_whole_list()
    {
        var world = Working();
        const string List = """
            name: p
            steps:
              - { name: each, use: work, approve: All of them?, each: { input: items }, with: { i: { item: true } } }
            """;
        var id = world.Run(List, ("items", "[1,2,3]")).ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.ShouldHaveSingleItem();
        world.Decide(id, grant: true);
        world.Resume().ShouldBeOfType<PlanOutcome.Done>();
        world.Ran.ShouldBe(["each[0]", "each[1]", "each[2]"]);
    }

    [Fact]
    public void A_step_in_a_nested_plan_is_asked_for_like_any_other()
    {
        var world = Working();
        world.Run("""
            name: p
            steps:
              - name: outer
                use: plan
                plan:
                  steps:
                    - { name: inner, use: work, approve: Really? }
            """).ShouldBeOfType<PlanOutcome.Halted>().PendingApprovals.Count.ShouldBe(1);
        world.Ran.ShouldBeEmpty();
    }

    private static World Working() => new World().With("work", _ => World.Ok());
}
