using System.Text.Json;

namespace Tako.Reactor.Steps;

/// <summary>
/// A kind of work that plans can name. One instance serves all steps of its kind at once and keeps no state of theirs:
/// what must outlive an attempt goes into the journal.
/// </summary>
public interface IStepKind
{
    /// <summary>The name by which plans use it.</summary>
    string Name { get; }

    /// <summary>Does the work. A thrown exception counts as a failure; cancellation means that time is up or the plan stops.</summary>
    ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken);

    /// <summary>Answers a failure that retrying did not mend.</summary>
    ValueTask<CompensateOutcome> CompensateAsync(StepContext context, StepOutcome.Fail failure, CancellationToken cancellationToken) =>
        new(new CompensateOutcome.GiveUp());

    /// <summary>Takes back what a finished step did. It may be asked twice for the same step, after a crash.</summary>
    ValueTask<UndoOutcome> UndoAsync(StepContext context, JsonElement value, CancellationToken cancellationToken) =>
        new(new UndoOutcome.Nothing());

    /// <summary>Looks up whether the effect of an attempt whose result was lost has happened.</summary>
    ValueTask<ProbeOutcome> ProbeAsync(StepContext context, CancellationToken cancellationToken) =>
        new(new ProbeOutcome.Unknown());
}
