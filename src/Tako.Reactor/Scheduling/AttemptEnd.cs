using Tako.Core.Ledger;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Scheduling;

/// <summary>Why a step's kind is called.</summary>
internal enum Errand
{
    Run,

    /// <summary>An earlier process lost the result: find out whether the effect happened.</summary>
    Probe,

    /// <summary>A person said that an effect whose result was lost is not to be repeated.</summary>
    Compensate,

    Undo,
}

/// <summary>How an errand ended, as the scheduler needs to know it.</summary>
internal abstract record AttemptEnd
{
    private AttemptEnd() { }

    public sealed record Completed(StoredValue Value, string? How, bool Cheap) : AttemptEnd;

    public sealed record Added(StoredValue Value, Plan Steps, BlobRef Blob, bool Now) : AttemptEnd;

    public sealed record Again(TimeSpan? After, string Why, bool Compensated) : AttemptEnd;

    public sealed record Halted(string Why) : AttemptEnd;

    public sealed record Failed(string Why) : AttemptEnd;

    /// <summary>Whether the effect happened is not known.</summary>
    public sealed record Lost(string Why) : AttemptEnd;

    /// <summary>The effect did not happen: run the step.</summary>
    public sealed record DidNot : AttemptEnd;

    /// <summary>It was told to stop.</summary>
    public sealed record Stopped : AttemptEnd;

    /// <summary>The ledger is gone, or code is wrong: nothing may go on.</summary>
    public sealed record Broken(Exception Why) : AttemptEnd;
}

/// <summary>What the scheduler's loop waits for.</summary>
internal abstract record Message
{
    private Message() { }

    public sealed record Ended(Node Node, AttemptEnd End) : Message;

    public sealed record Due(Node Node) : Message;

    public sealed record LookAtApprovals : Message;

    public sealed record HaltAsked : Message;

    public sealed record StopAsked : Message;

    public sealed record StopOverdue : Message;
}
