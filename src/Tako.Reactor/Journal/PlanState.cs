using Tako.Core.Ledger;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Journal;

/// <summary>Where a step stands.</summary>
public enum StepStatus { Waiting, Running, Retrying, Asking, Halted, Done, Skipped, Failed, Stopped, Undone }

/// <summary>Where a plan stands.</summary>
public enum PlanStatus { None, Running, Halted, Failing, Failed, Done }

/// <summary>One step of a plan and how it went so far; a tree, because steps hold steps.</summary>
public sealed record StepState
{
    /// <summary>The step's identity.</summary>
    public required string Step { get; init; }

    /// <summary>Its name within its parent, item key included.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of work.</summary>
    public string? Use { get; init; }

    public StepStatus Status { get; init; }

    public int Attempts { get; init; }

    /// <summary>The model or strategy of the last attempt.</summary>
    public string? Model { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>SHA-256 of the value, lower-case hexadecimal.</summary>
    public string? ValueHash { get; init; }

    /// <summary>Why it failed, waits, was skipped or halted.</summary>
    public string? Why { get; init; }

    /// <summary>Id of the approval that it waits for.</summary>
    public string? Approval { get; init; }

    /// <summary>Sequence of the event that started the last attempt.</summary>
    public long StartedSeq { get; init; }

    public IReadOnlyList<StepState> Children { get; init; } = [];
}

/// <summary>A plan and how it went so far, folded from its events.</summary>
public sealed record PlanState
{
    public string? Name { get; init; }

    public int Version { get; init; }

    public PlanStatus Status { get; init; }

    /// <summary>Why it halted or failed.</summary>
    public string? Why { get; init; }

    public IReadOnlyList<StepState> Steps { get; init; } = [];

    /// <summary>Folds the newest plan of a stream; events of others are passed over.</summary>
    /// <param name="plan">The accepted plan, when steps that have not started are wanted too; see <see cref="PlanAsync"/>.</param>
    public static PlanState Fold(IEnumerable<LedgerEvent> events, Plan? plan = null)
    {
        var progress = new PlanProgress(plan);
        foreach (var entry in events)
            progress.Apply(ReactorEvent.From(entry));
        return progress.State;
    }

    /// <summary>The newest plan that was accepted in a stream, or null when there is none or its body was erased.</summary>
    public static async ValueTask<Plan?> PlanAsync(IEnumerable<LedgerEvent> events, IBlobStore blobs,
        CancellationToken cancellationToken = default)
    {
        var history = PlanHistory.Fold(events);
        return history.Accepted is not null && await history.LoadAsync(blobs, cancellationToken) is var (plan, _) ? plan : null;
    }
}
