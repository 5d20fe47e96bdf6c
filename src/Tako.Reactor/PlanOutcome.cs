using System.Text.Json;
using Tako.Core.Labels;

namespace Tako.Reactor;

/// <summary>What became of a plan.</summary>
public abstract record PlanOutcome
{
    private PlanOutcome() { }

    /// <param name="Values">Values of the plan's own steps by name; a skipped step has none.</param>
    /// <param name="Output">The plan's value.</param>
    public sealed record Done(IReadOnlyDictionary<string, Labeled<JsonElement>> Values, Labeled<JsonElement> Output) : PlanOutcome;

    /// <summary>It stopped and can be resumed.</summary>
    /// <param name="PendingApprovals">Ids of the approvals that it waits for.</param>
    public sealed record Halted(IReadOnlyList<string> Reasons, IReadOnlyList<string> PendingApprovals) : PlanOutcome;

    /// <param name="Step">Identity of the step that failed.</param>
    /// <param name="Undone">Identities of the steps that were undone, in that order.</param>
    /// <param name="NotUndone">Finished steps whose effect still stands although undoing was tried.</param>
    public sealed record Failed(string Step, string Why, IReadOnlyList<string> Undone, IReadOnlyList<NotUndone> NotUndone) : PlanOutcome;
}

/// <summary>A step that could not be undone.</summary>
public sealed record NotUndone(string Step, string Why);
