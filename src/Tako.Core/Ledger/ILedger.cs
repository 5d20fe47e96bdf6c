using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>
/// The append-only, hash-chained truth. Safe for concurrent use by threads and by processes that share one store.
/// The world saying no (stale, held, disk full) is an outcome; only mistakes in the call throw.
/// </summary>
public interface ILedger : IAsyncDisposable
{
    /// <summary>
    /// Appends all events or none. Refused as <see cref="AppendOutcome.Stale"/> unless the stream's last sequence is
    /// <paramref name="expectedSeq"/> (0 for a new stream) and its epoch is <paramref name="epoch"/> (0 without a lease).
    /// </summary>
    ValueTask<AppendOutcome> AppendAsync(Tenant tenant, StreamId stream, long expectedSeq, long epoch,
        IReadOnlyList<NewEvent> events, Durability durability, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a stream in order, from <paramref name="fromSeq"/> on; events are already brought to their newest version.
    /// </summary>
    IAsyncEnumerable<LedgerEvent> ReadAsync(Tenant tenant, StreamId stream, long fromSeq = 1,
        CancellationToken cancellationToken = default);

    /// <summary>Streams whose name starts with <paramref name="prefix"/>, newest first.</summary>
    IAsyncEnumerable<StreamHead> StreamsAsync(Tenant tenant, string prefix,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes the lease: free, run out, or already this owner's. The epoch rises by one and the lease and
    /// <paramref name="first"/> are written in one transaction.
    /// </summary>
    ValueTask<LeaseOutcome> TakeAsync(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
        IReadOnlyList<NewEvent> first, CancellationToken cancellationToken = default);

    /// <summary>Moves the end of a lease that is still held; refused once someone else has taken it.</summary>
    ValueTask<LeaseOutcome> RenewAsync(Tenant tenant, Lease lease, TimeSpan duration,
        CancellationToken cancellationToken = default);

    /// <summary>Gives the lease back so that another owner need not wait for it to run out.</summary>
    ValueTask ReleaseAsync(Tenant tenant, Lease lease, CancellationToken cancellationToken = default);

    /// <summary>
    /// Recomputes the chains of one stream, or of all of the tenant's, and names the first bad event of each.
    /// </summary>
    ValueTask<Verification> VerifyAsync(Tenant tenant, StreamId? stream = null,
        CancellationToken cancellationToken = default);
}
