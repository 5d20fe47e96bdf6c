using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Reading;

/// <summary>
/// Prepared queries on one reading connection. Each returns a page, so that no snapshot outlives a slow caller.
/// </summary>
internal sealed class Reader : IDisposable
{
    private const int EventsPage = 256;
    private const int StreamsPage = 512;

    private readonly Connection _connection;
    private readonly Statement _events;
    private readonly Statement _streams;
    private readonly Statement _blob;
    private readonly Statement _head;
    private readonly Statement _nextHead;
    private readonly Statement _nextEvents;

    public Reader(Connection connection)
    {
        _connection = connection;
        _events = connection.Prepare("SELECT seq, epoch, time, actor, cause, type, version, body, blobs, hash FROM events " +
            $"WHERE tenant=?1 AND stream=?2 AND seq>=?3 ORDER BY seq LIMIT {EventsPage}");
        // The highest code point ends the range of names that begin with the prefix.
        _streams = connection.Prepare("SELECT stream, seq, epoch, created, updated FROM streams WHERE tenant=?1 AND stream>=?2 " +
            "AND stream<?2||char(1114111) AND seq>0 AND (created<?3 OR (created=?3 AND stream<?4)) " +
            $"ORDER BY created DESC, stream DESC LIMIT {StreamsPage}");
        _blob = connection.Prepare("SELECT key, codec, size, body FROM blobs WHERE tenant=?1 AND ref=?2");
        _head = connection.Prepare("SELECT seq, hash FROM streams WHERE tenant=?1 AND stream=?2");
        _nextHead = connection.Prepare("SELECT min(stream) FROM streams WHERE tenant=?1 AND stream>?2");
        _nextEvents = connection.Prepare("SELECT min(stream) FROM events WHERE tenant=?1 AND stream>?2");
    }

    public IReadOnlyList<LedgerEvent> Events(Tenant tenant, StreamId stream, long fromSeq)
    {
        var page = new List<LedgerEvent>();
        _events.Bind(1, tenant.Value).Bind(2, stream.Value).Bind(3, fromSeq);
        try
        {
            while (_events.Step())
                page.Add(Event(tenant, stream));
        }
        catch (SqliteFault) when (page.Count > 0)
        {
            // What stands before a damaged page is still good; the next page meets the damage first and reports it.
        }

        _events.Reset();
        return page;
    }

    /// <summary>
    /// The page of heads after the one created at <paramref name="created"/> and named <paramref name="stream"/>.
    /// </summary>
    public IReadOnlyList<StreamHead> Streams(Tenant tenant, string prefix, long created, string stream)
    {
        var page = new List<StreamHead>();
        _streams.Bind(1, tenant.Value).Bind(2, prefix).Bind(3, created).Bind(4, stream);
        while (_streams.Step())
        {
            page.Add(new StreamHead(new StreamId(_streams.Text(0)), _streams.Number(1), _streams.Number(2),
                Time(_streams.Number(3)), Time(_streams.Number(4))));
        }

        _streams.Reset();
        return page;
    }

    /// <summary>The stored copies of one content, one for each key it was sealed under.</summary>
    public IReadOnlyList<(byte[] Key, int Codec, int Size, byte[] Body)> Blobs(Tenant tenant, BlobRef blob)
    {
        var copies = new List<(byte[], int, int, byte[])>();
        _blob.Bind(1, tenant.Value).Bind(2, blob.Value);
        while (_blob.Step())
            copies.Add((_blob.Bytes(0), (int)_blob.Number(1), (int)_blob.Number(2), _blob.Bytes(3)));
        _blob.Reset();
        return copies;
    }

    /// <summary>Where the head row says that the stream ends; sequence 0 and no hash without a row.</summary>
    public (long Seq, byte[] Hash) Head(Tenant tenant, StreamId stream)
    {
        _head.Bind(1, tenant.Value).Bind(2, stream.Value);
        var head = _head.Step() ? (_head.Number(0), _head.Bytes(1)) : (0, []);
        _head.Reset();
        return head;
    }

    /// <summary>The name after <paramref name="stream"/> among the heads, or null.</summary>
    public string? NextHead(Tenant tenant, string stream) => Next(_nextHead, tenant, stream);

    /// <summary>The name after <paramref name="stream"/> among the events, or null.</summary>
    public string? NextWithEvents(Tenant tenant, string stream) => Next(_nextEvents, tenant, stream);

    /// <summary>Everything read inside sees one state of the store.</summary>
    public void Begin() => _connection.Execute("BEGIN");

    public void End()
    {
        if (_connection.InTransaction)
            _connection.Execute("ROLLBACK");
    }

    public void Dispose() => _connection.Dispose();

    private static string? Next(Statement query, Tenant tenant, string stream)
    {
        query.Bind(1, tenant.Value).Bind(2, stream);
        var next = query.Step() && !query.IsNull(0) ? query.Text(0) : null;
        query.Reset();
        return next;
    }

    private LedgerEvent Event(Tenant tenant, StreamId stream) => new()
    {
        Tenant = tenant,
        Stream = stream,
        Seq = _events.Number(0),
        Epoch = _events.Number(1),
        Time = Time(_events.Number(2)),
        Actor = _events.Text(3),
        Cause = _events.IsNull(4) ? null : _events.Number(4),
        Type = _events.Text(5),
        Version = (int)_events.Number(6),
        Body = _events.Bytes(7),
        Blobs = _events.IsNull(8) ? [] : [.. _events.Text(8).Split('\n').Select(blob => new BlobRef(blob))],
        Hash = Convert.ToHexStringLower(_events.Bytes(9)),
    };

    /// <summary>A damaged row may hold any number; its hash will tell.</summary>
    private static DateTimeOffset Time(long ticks) =>
        new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
