using Tako.Core.Identity;
namespace Tako.Tests.Doubles;

/// <summary>A ledger that calls a test around every append: before and after each, with how many there were.</summary>
internal sealed class RecordingLedger(ILedger inner) : ILedger
{
    /// <summary>Called before an append of these events reaches the store.</summary>
    public Action<StreamId, IReadOnlyList<NewEvent>> Before { get; init; } = static (_, _) => { };

    /// <summary>Called after they are in.</summary>
    public Action<StreamId, IReadOnlyList<NewEvent>> After { get; init; } = static (_, _) => { };

    public async ValueTask<AppendOutcome> AppendAsync(Tenant tenant, StreamId stream, long expectedSeq, long epoch,
        IReadOnlyList<NewEvent> events, Durability durability, CancellationToken cancellationToken = default)
    {
        Before(stream, events);
        var outcome = await inner.AppendAsync(tenant, stream, expectedSeq, epoch, events, durability, cancellationToken);
        if (outcome is AppendOutcome.Appended)
            After(stream, events);
        return outcome;
    }

    public async ValueTask<LeaseOutcome> TakeAsync(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
        IReadOnlyList<NewEvent> first, CancellationToken cancellationToken = default)
    {
        Before(stream, first);
        var outcome = await inner.TakeAsync(tenant, stream, owner, duration, first, cancellationToken);
        if (outcome is LeaseOutcome.Taken)
            After(stream, first);
        return outcome;
    }

    public IAsyncEnumerable<LedgerEvent> ReadAsync(Tenant tenant, StreamId stream, long fromSeq = 1,
        CancellationToken cancellationToken = default) =>
        inner.ReadAsync(tenant, stream, fromSeq, cancellationToken);

    public IAsyncEnumerable<StreamHead> StreamsAsync(Tenant tenant, string prefix, CancellationToken cancellationToken = default) =>
        inner.StreamsAsync(tenant, prefix, cancellationToken);

    public ValueTask<LeaseOutcome> RenewAsync(Tenant tenant, Lease lease, TimeSpan duration,
        CancellationToken cancellationToken = default) =>
        inner.RenewAsync(tenant, lease, duration, cancellationToken);

    public ValueTask ReleaseAsync(Tenant tenant, Lease lease, CancellationToken cancellationToken = default) =>
        inner.ReleaseAsync(tenant, lease, cancellationToken);

    public ValueTask<Verification> VerifyAsync(Tenant tenant, StreamId? stream = null, CancellationToken cancellationToken = default) =>
        inner.VerifyAsync(tenant, stream, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
