using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Storage.Sqlite.Writing;

/// <summary>The head of a stream as stored, with its lease.</summary>
internal readonly record struct StreamRow(bool Exists, long Seq, long Epoch, byte[]? Hash, string? Owner, long Until)
{
    public Lease? Lease(StreamId stream) =>
        Owner is null ? null : new Lease(stream, Owner, Epoch, new DateTimeOffset(Until, TimeSpan.Zero));
}
