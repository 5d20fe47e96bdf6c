using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>The right to write one stream, fenced by an epoch that only grows.</summary>
public sealed record Lease(StreamId Stream, string Owner, long Epoch, DateTimeOffset Until);

/// <summary>What became of asking for a lease.</summary>
public abstract record LeaseOutcome
{
    private LeaseOutcome() { }

    /// <param name="Lease">The lease now held.</param>
    /// <param name="Head">Sequence of the stream's last event.</param>
    public sealed record Taken(Lease Lease, long Head) : LeaseOutcome;

    /// <summary>Another owner holds it and its heartbeat has not run out.</summary>
    public sealed record Held(Lease By) : LeaseOutcome;

    public sealed record Failed(string Reason) : LeaseOutcome;
}
