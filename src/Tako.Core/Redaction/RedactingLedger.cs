using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Core.Redaction;

/// <summary>
/// Stands before a ledger so that no known secret reaches an event: bodies, types, actors, owners, blob references and
/// the names of streams are all cleaned on the way in. Blobs are exact and do not pass here.
/// </summary>
public sealed class RedactingLedger(ILedger inner, Redactor redactor) : ILedger
{
    public ValueTask<AppendOutcome> AppendAsync(Tenant tenant, StreamId stream, long expectedSeq, long epoch,
        IReadOnlyList<NewEvent> events, Durability durability, CancellationToken cancellationToken = default) =>
        inner.AppendAsync(tenant, Clean(stream), expectedSeq, epoch, Clean(events), durability, cancellationToken);

    public IAsyncEnumerable<LedgerEvent> ReadAsync(Tenant tenant, StreamId stream, long fromSeq = 1,
        CancellationToken cancellationToken = default) =>
        inner.ReadAsync(tenant, Clean(stream), fromSeq, cancellationToken);

    public IAsyncEnumerable<StreamHead> StreamsAsync(Tenant tenant, string prefix,
        CancellationToken cancellationToken = default) =>
        inner.StreamsAsync(tenant, redactor.Redact(prefix), cancellationToken);

    public ValueTask<LeaseOutcome> TakeAsync(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
        IReadOnlyList<NewEvent> first, CancellationToken cancellationToken = default) =>
        inner.TakeAsync(tenant, Clean(stream), redactor.Redact(owner), duration, Clean(first), cancellationToken);

    public ValueTask<LeaseOutcome> RenewAsync(Tenant tenant, Lease lease, TimeSpan duration,
        CancellationToken cancellationToken = default) =>
        inner.RenewAsync(tenant, Clean(lease), duration, cancellationToken);

    public ValueTask ReleaseAsync(Tenant tenant, Lease lease, CancellationToken cancellationToken = default) =>
        inner.ReleaseAsync(tenant, Clean(lease), cancellationToken);

    public ValueTask<Verification> VerifyAsync(Tenant tenant, StreamId? stream = null,
        CancellationToken cancellationToken = default) =>
        inner.VerifyAsync(tenant, stream is { } named ? Clean(named) : null, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private StreamId Clean(StreamId stream) => new(redactor.Redact(stream.Value));

    private Lease Clean(Lease lease) =>
        lease with { Stream = Clean(lease.Stream), Owner = redactor.Redact(lease.Owner) };

    private NewEvent[] Clean(IReadOnlyList<NewEvent> events)
    {
        var clean = new NewEvent[events.Count];
        for (var i = 0; i < clean.Length; i++)
            clean[i] = Clean(events[i]);
        return clean;
    }

    private NewEvent Clean(NewEvent entry)
    {
        var body = redactor.Redact(entry.Body);
        // The name in place of a secret may be longer than the secret; a full event must not fail for that.
        if (body.Length > LedgerLimits.EventBytes && entry.Body.Length <= LedgerLimits.EventBytes)
            body = redactor.Redact(entry.Body, brief: true);
        return entry with
        {
            Body = body,
            Type = redactor.Redact(entry.Type),
            Actor = redactor.Redact(entry.Actor),
            Blobs = [.. entry.Blobs.Select(blob => new BlobRef(redactor.Redact(blob.Value)))],
        };
    }
}
