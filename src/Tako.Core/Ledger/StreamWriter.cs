using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>
/// The single writer of a stream: remembers head and epoch, serialises concurrent appends and turns a refused append
/// into an exception, because no caller may go on after one. Safe for concurrent use.
/// </summary>
public sealed class StreamWriter(ILedger ledger, IBlobStore blobs, Tenant tenant, StreamId stream, long head,
    long epoch) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _head = head;

    public Tenant Tenant => tenant;

    public StreamId Stream => stream;

    public IBlobStore Blobs => blobs;

    public ILedger Ledger => ledger;

    /// <summary>Sequence of the last event written.</summary>
    public long Head => Volatile.Read(ref _head);

    public ValueTask<long> AppendAsync<T>(string type, T body, JsonTypeInfo<T> json, string actor, long? cause = null,
        Durability durability = Durability.Durable, IReadOnlyList<BlobRef>? blobRefs = null,
            CancellationToken cancellationToken = default) =>
        AppendAsync([new NewEvent
        {
            Type = type,
            Actor = actor,
            Cause = cause,
            Body = JsonSerializer.SerializeToUtf8Bytes(body, json),
            Blobs = blobRefs ?? [],
        }], durability, cancellationToken);

    /// <summary>Appends and returns the sequence of the last event.</summary>
    /// <exception cref="StaleWriterException">Another process leads the stream now.</exception>
    /// <exception cref="LedgerUnavailableException">The store cannot write.</exception>
    public async ValueTask<long> AppendAsync(IReadOnlyList<NewEvent> events, Durability durability = Durability.Durable,
        CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Once handed over, an append is not cancelled half-way: its outcome decides what the head is.
            var outcome = await ledger.AppendAsync(tenant, stream, _head, epoch, events, durability,
                CancellationToken.None);
            switch (outcome)
            {
                case AppendOutcome.Appended appended:
                    Volatile.Write(ref _head, appended.Head);
                    return appended.Head;
                case AppendOutcome.Stale stale:
                    throw new StaleWriterException(stream, stale.Head, stale.Epoch);
                case AppendOutcome.Failed failed:
                    throw new LedgerUnavailableException(failed.Reason);
                default:
                    throw new InvalidOperationException($"Unknown outcome {outcome}.");
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
