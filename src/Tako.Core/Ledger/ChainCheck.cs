using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>
/// Walks the stored events of one stream in order and names the first that does not follow from those before it.
/// </summary>
public sealed class ChainCheck(Tenant tenant, StreamId stream)
{
    private string _hash = HashChain.Genesis;

    /// <summary>Sequence of the last event found good.</summary>
    public long Seq { get; private set; }

    /// <summary>Null when the event follows; it must be as stored, before any upcaster.</summary>
    public Finding? Next(LedgerEvent entry)
    {
        if (entry.Seq != Seq + 1)
            return new Finding(stream, Seq + 1,
                $"Event {Seq + 1} of {stream} is missing: after {Seq} comes {entry.Seq}.");
        var hash = HashChain.Next(_hash, tenant, stream, entry.Seq, entry.Epoch, entry.Time, new NewEvent
        {
            Type = entry.Type,
            Version = entry.Version,
            Body = entry.Body,
            Actor = entry.Actor,
            Cause = entry.Cause,
            Blobs = entry.Blobs,
        });
        if (hash != entry.Hash)
            return new Finding(stream, entry.Seq,
                $"Event {entry.Seq} of {stream} was changed: its hash does not follow from its content.");
        _hash = hash;
        Seq = entry.Seq;
        return null;
    }

    /// <summary>
    /// Null when the stream ends where its head row says; else the first event that is missing or too many.
    /// </summary>
    public Finding? End(long headSeq, string headHash) => Seq switch
    {
        _ when Seq < headSeq => new Finding(stream, Seq + 1,
            $"Event {Seq + 1} of {stream} is missing: the stream ends at {Seq}, its head says {headSeq}."),
        _ when Seq > headSeq => new Finding(stream, headSeq + 1,
            $"Event {headSeq + 1} of {stream} is not known to the stream's head, which says {headSeq}."),
        _ when _hash != headHash =>
            new Finding(stream, Seq, $"The head of {stream} has another hash than its last event."),
        _ => null,
    };
}
