using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Cli.Composition;

/// <summary>Tells a watcher of every event that was really appended, so that the live view is a fold of the ledger.</summary>
internal sealed class WatchedLedger(ILedger inner, Action<StreamId, NewEvent> watch) : ILedger
{
    public async ValueTask<AppendOutcome> AppendAsync(Tenant tenant, StreamId stream, long expectedSeq, long epoch,
        IReadOnlyList<NewEvent> events, Durability durability, CancellationToken cancellationToken = default)
    {
        var outcome = await inner.AppendAsync(tenant, stream, expectedSeq, epoch, events, durability, cancellationToken);
        if (outcome is AppendOutcome.Appended)
            Tell(stream, events);
        return outcome;
    }

    public IAsyncEnumerable<LedgerEvent> ReadAsync(Tenant tenant, StreamId stream, long fromSeq = 1,
        CancellationToken cancellationToken = default) =>
        inner.ReadAsync(tenant, stream, fromSeq, cancellationToken);

    public IAsyncEnumerable<StreamHead> StreamsAsync(Tenant tenant, string prefix, CancellationToken cancellationToken = default) =>
        inner.StreamsAsync(tenant, prefix, cancellationToken);

    public async ValueTask<LeaseOutcome> TakeAsync(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
        IReadOnlyList<NewEvent> first, CancellationToken cancellationToken = default)
    {
        var outcome = await inner.TakeAsync(tenant, stream, owner, duration, first, cancellationToken);
        if (outcome is LeaseOutcome.Taken)
            Tell(stream, first);
        return outcome;
    }

    public ValueTask<LeaseOutcome> RenewAsync(Tenant tenant, Lease lease, TimeSpan duration,
        CancellationToken cancellationToken = default) =>
        inner.RenewAsync(tenant, lease, duration, cancellationToken);

    public ValueTask ReleaseAsync(Tenant tenant, Lease lease, CancellationToken cancellationToken = default) =>
        inner.ReleaseAsync(tenant, lease, cancellationToken);

    public ValueTask<Verification> VerifyAsync(Tenant tenant, StreamId? stream = null, CancellationToken cancellationToken = default) =>
        inner.VerifyAsync(tenant, stream, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Tell(StreamId stream, IReadOnlyList<NewEvent> events)
    {
        foreach (var entry in events)
            watch(stream, entry);
    }
}
