using System.Text.Json;
using Tako.Arms;
using Tako.Core.Budgets;
using Tako.Reactor.Steps;
using Tako.Reports;
using Tako.Tasks;

namespace Tako.Brain.Steps;

/// <summary>
/// The step kind <c>arm/NAME</c>. Its value is the arm's report. An arm that did not finish is no failed step: the brain reads
/// the report and decides; where the budget allows, it first puts further arms on the same step and keeps the best.
/// </summary>
internal sealed class ArmStep(TaskSession session, IArm arm, BrainOptions options) : IStepKind
{
    private readonly ArmDesk _desk = new(session);

    public string Name => $"arm/{arm.Name}";

    public async ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var assignment = new Assignment
            {
                Step = context.Step,
                Goal = Goal(context) ?? session.Contract.Goal,
                Criteria = context.Accept,
                Inputs = context.Arguments,
            };
            var outcome = await _desk.WorkAsync(arm, context, assignment, cancellationToken);
            if (outcome is ArmOutcome.Unfinished { Partial: var first, Final: false } && arm.Name == "coder")
                outcome = await ForkAsync(context, assignment, first, outcome, cancellationToken);
            return outcome switch
            {
                ArmOutcome.Refused refused => new StepOutcome.Fail(refused.Why.ToString()),
                ArmOutcome.Waiting waiting => new StepOutcome.Halt(waiting.Question),
                _ => new StepOutcome.Ok(JsonSerializer.SerializeToElement(ArmDesk.Report(outcome)!, TaskJson.Default.ArmReport)),
            };
        }
        catch (WaitingException waiting)
        {
            return new StepOutcome.Halt(waiting.Message);
        }
    }

    /// <summary>More arms on a step that one did not finish: a decision of the brain, written down with its candidates.</summary>
    private async ValueTask<ArmOutcome> ForkAsync(StepContext context, Assignment assignment, ArmReport first, ArmOutcome outcome,
        CancellationToken cancellationToken)
    {
        if (await session.StageAsync() >= DegradeStage.FewerArms || options.Forks == 0)
            return outcome;
        var journal = new StepJournal(context, "brain");
        await journal.DecideAsync(new BrainDecided(context.Step, "fork on uncertainty", "fork",
            [new Candidate("fork", 1 - first.Confidence), new Candidate("give up", first.Confidence)], Short(first.Summary)));
        var best = (Outcome: outcome, Report: first);
        for (var fork = 1; fork <= options.Forks; fork++)
        {
            if (await session.StageAsync() >= DegradeStage.FewerArms)
                break;
            // One after the other: each reads what the one before it remembered, and a green one spares the rest.
            var forked = context with { Step = $"{context.Step}~{fork}" };
            var next = await _desk.WorkAsync(arm, forked, assignment with { Step = forked.Step, Fork = fork }, cancellationToken);
            if (ArmDesk.Report(next) is { } report && report.Confidence > best.Report.Confidence)
                best = (next, report);
            if (next is ArmOutcome.Done)
                break;
        }

        return best.Outcome;
    }

    private static string Short(string text) => text.Length <= 300 ? text : text[..300];

    private static string? Goal(StepContext context) =>
        context.Arguments.TryGetValue("goal", out var goal) && goal.Value.ValueKind == JsonValueKind.String ? goal.Value.GetString() : null;
}
