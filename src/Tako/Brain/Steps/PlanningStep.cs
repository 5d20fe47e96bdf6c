using System.Text.Json;
using Tako.Arms;
using Tako.Arms.Planning;
using Tako.Core.Budgets;
using Tako.Core.Faults;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;
using Tako.Tasks;

namespace Tako.Brain.Steps;

/// <summary>
/// Gets the plan (from a person, else from the planner, else the standard one) and adds its steps to the task together with
/// those that judge, guard and decide. What was planned is journaled, so that a resume never asks for it again.
/// </summary>
internal sealed class PlanningStep(TaskSession session, PlannerArm planner, Plan? given) : IStepKind
{
    private readonly ArmDesk _desk = new(session);

    public string Name => "brain/plan";

    public async ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var (plan, by, why) = await PlanAsync(context, cancellationToken);
            var journal = new StepJournal(context, "brain");
            await journal.DecideAsync(new BrainDecided(context.Step, "plan", by,
                [
                    new Candidate("person", by == "person" ? 1 : 0),
                    new Candidate("planner", by == "planner" ? 1 : 0),
                    new Candidate("standard", by == "standard" ? 1 : 0),
                ],
                why));
            session.Saying(context.Step, why);
            var steps = Round.Steps(0, PlanWeaver.Weave(plan));
            return new StepOutcome.OkWithSteps(JsonSerializer.SerializeToElement(why), steps, Output: Round.Last(0));
        }
        catch (WaitingException waiting)
        {
            return new StepOutcome.Halt(waiting.Message);
        }
    }

    private async ValueTask<(Plan Plan, string By, string Why)> PlanAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (given is not null)
            return (given, "person", $"The plan '{given.Name}' was given.");
        if (await session.StageAsync() >= DegradeStage.FewerArms)
            return (StandardPlan.For(session.Contract), "standard", "The budget is too small for a planner: the standard plan is used.");
        var assignment = new Assignment { Step = context.Step, Goal = session.Contract.Goal, Inputs = context.Arguments };
        var outcome = await _desk.WorkAsync(planner, context, assignment, cancellationToken);
        if (outcome is ArmOutcome.Done { Report: { Value: { } value } report }
            && PlanReader.Read(value.GetRawText(), planner.Limits()) is Parsed<Plan>.Ok { Value: var plan })
        {
            return (plan, "planner", report.Summary);
        }

        var why = ArmDesk.Report(outcome)?.Summary ?? "The planner was refused.";
        return (StandardPlan.For(session.Contract), "standard", $"{why} The standard plan is used.");
    }
}
