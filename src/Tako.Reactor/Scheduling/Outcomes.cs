using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Reactor.Journal;

namespace Tako.Reactor.Scheduling;

/// <summary>What is told of a plan in the end.</summary>
internal static class Outcomes
{
    public static PlanOutcome Done(Scope root, Labeled<JsonElement> output) => new PlanOutcome.Done(
        root.Steps.Values.Where(node => node.Value is not null).ToDictionary(
            node => node.Spec.Name, node => new Labeled<JsonElement>(node.Value!.Value, node.Value.Label)),
        output);

    /// <summary>Whether an attempt of the step began that nothing is known to have ended, and that can have changed something.</summary>
    public static bool MayHaveHappened(Node node) =>
        node.Spec.Effect is EffectKind.Probeable or EffectKind.Irreversible && !node.IsFinished
        && (node.Status is StepStatus.Running or StepStatus.Stopped || node.Record is { Status: StepStatus.Running, Added: null }
            || node.Record?.MayHaveHappened == true);
}
