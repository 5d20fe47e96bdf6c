using Tako.Arms.Judging;
using Tako.Tasks;

namespace Tako.Brain.Steps;

/// <summary>Turns a judge's report into the evidence that the guard demands.</summary>
internal static class Proofs
{
    public static Workspace.Guard.Evidence? Of(TaskSession session, Judgement? judgement) => judgement is null
        ? null
        : new Workspace.Guard.Evidence
        {
            ChangeSetHash = judgement.Changes,
            TestsGreen = judgement.Green,
            Tests = [.. judgement.Acceptance.Select(test => test.Name)],
            Tier = judgement.Tier == "none" ? session.Sandbox?.Tier.ToString() ?? "none" : judgement.Tier,
            Before = judgement.Before,
            After = judgement.Tally,
            Commands = judgement.Commands,
        };
}
