using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Writing;

/// <summary>
/// Prepared statements over streams and events on the writing connection; called inside a transaction.
/// </summary>
internal sealed class StreamTables(Connection connection)
{
    private readonly Statement _head = connection.Prepare(
        "SELECT seq, epoch, hash, owner, until FROM streams WHERE tenant=?1 AND stream=?2");

    private readonly Statement _create = connection.Prepare(
        "INSERT INTO streams(tenant, stream, seq, epoch, hash, created, updated) VALUES(?1, ?2, ?3, 0, ?4, ?5, ?5)");

    private readonly Statement _advance = connection.Prepare(
        "UPDATE streams SET seq=?3, hash=?4, updated=?5 WHERE tenant=?1 AND stream=?2");

    private readonly Statement _lease = connection.Prepare(
        "UPDATE streams SET epoch=?3, owner=?4, until=?5 WHERE tenant=?1 AND stream=?2");

    private readonly Statement _insert = connection.Prepare(
        "INSERT INTO events(tenant, stream, seq, epoch, time, actor, cause, type, version, body, blobs, hash) " +
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");

    public StreamRow Head(Tenant tenant, StreamId stream)
    {
        _head.Bind(1, tenant.Value).Bind(2, stream.Value);
        var row = _head.Step()
            ? new StreamRow(true, _head.Number(0), _head.Number(1), _head.Bytes(2),
                _head.IsNull(3) ? null : _head.Text(3), _head.Number(4))
            : default;
        _head.Reset();
        return row;
    }

    /// <summary>Writes the events behind <paramref name="head"/> and returns the sequence of the last.</summary>
    public long Append(Tenant tenant, StreamId stream, StreamRow head, IReadOnlyList<NewEvent> events,
        DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[HashChain.HashBytes];
        hash.Clear();
        head.Hash?.CopyTo(hash);
        var seq = head.Seq;
        for (var i = 0; i < events.Count; i++)
        {
            var entry = events[i];
            HashChain.Next(hash, tenant, stream, ++seq, head.Epoch, now, entry, hash);
            _insert.Bind(1, tenant.Value).Bind(2, stream.Value).Bind(3, seq).Bind(4, head.Epoch).Bind(5, now.UtcTicks)
                .Bind(6, entry.Actor).Bind(7, entry.Cause).Bind(8, entry.Type).Bind(9, entry.Version)
                .Bind(10, entry.Body.Span).Bind(11, Join(entry.Blobs)).Bind(12, hash).Run();
        }

        var save = head.Exists ? _advance : _create;
        save.Bind(1, tenant.Value).Bind(2, stream.Value).Bind(3, seq).Bind(4, hash).Bind(5, now.UtcTicks).Run();
        return seq;
    }

    /// <summary>Sets epoch and lease of a stream that has a row; a null owner frees it.</summary>
    public void Lease(Tenant tenant, StreamId stream, long epoch, string? owner, DateTimeOffset? until) =>
        _lease.Bind(1, tenant.Value).Bind(2, stream.Value).Bind(3, epoch).Bind(4, owner).Bind(5, until?.UtcTicks).Run();

    private static string? Join(IReadOnlyList<BlobRef> blobs) => blobs.Count switch
    {
        0 => null,
        1 => blobs[0].Value,
        // References hold no control characters, so a line break can part them.
        _ => string.Join('\n', blobs.Select(blob => blob.Value)),
    };
}
