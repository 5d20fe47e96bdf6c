using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Storage.Sqlite.Writing;

/// <summary>The rules of leases over the rows of streams; called inside a transaction.</summary>
internal sealed class LeaseTable(StreamTables streams, TimeProvider time)
{
    public LeaseOutcome Take(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
        IReadOnlyList<NewEvent> first)
    {
        var now = time.GetUtcNow();
        var head = streams.Head(tenant, stream);
        if (head.Lease(stream) is { } current && current.Owner != owner && current.Until > now)
            return new LeaseOutcome.Held(current);
        var lease = new Lease(stream, owner, head.Epoch + 1, now + duration);
        var seq = head.Seq;
        // The row must be there before the lease; events carry the new epoch.
        if (first.Count > 0 || !head.Exists)
            seq = streams.Append(tenant, stream, head with { Epoch = lease.Epoch }, first, now);
        streams.Lease(tenant, stream, lease.Epoch, owner, lease.Until);
        return new LeaseOutcome.Taken(lease, seq);
    }

    public LeaseOutcome Renew(Tenant tenant, Lease lease, TimeSpan duration)
    {
        var head = streams.Head(tenant, lease.Stream);
        if (!IsHeld(head, lease))
            return new LeaseOutcome.Held(head.Lease(lease.Stream) ?? lease with { Owner = "", Epoch = head.Epoch });
        var renewed = lease with { Until = time.GetUtcNow() + duration };
        streams.Lease(tenant, lease.Stream, lease.Epoch, lease.Owner, renewed.Until);
        return new LeaseOutcome.Taken(renewed, head.Seq);
    }

    public bool Release(Tenant tenant, Lease lease)
    {
        var head = streams.Head(tenant, lease.Stream);
        if (!IsHeld(head, lease))
            return false;
        streams.Lease(tenant, lease.Stream, lease.Epoch, owner: null, until: null);
        return true;
    }

    private static bool IsHeld(StreamRow head, Lease lease) => head.Owner == lease.Owner && head.Epoch == lease.Epoch;
}
