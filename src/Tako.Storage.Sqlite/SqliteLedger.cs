using System.Runtime.CompilerServices;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Blobs;
using Tako.Storage.Sqlite.Engine;
using Tako.Storage.Sqlite.Reading;
using Tako.Storage.Sqlite.Writing;

namespace Tako.Storage.Sqlite;

/// <summary>
/// The embedded ledger: one SQLite file on a local disk, shared safely by several processes, with a key file beside it.
/// </summary>
public sealed class SqliteLedger : ILedger, IBlobStore
{
    private readonly LedgerFile _file;
    private readonly Upcasters _upcasters;
    private readonly Writer _writer;
    private readonly Readers _readers;
    private readonly KeyFile _keys;
    private readonly BlobStore _blobs;
    private readonly LeaseTable _leases;
    private readonly StreamTables _streams;
    private readonly TimeProvider _time;

    private SqliteLedger(SqliteLedgerOptions options, LedgerFile file, Connection connection, KeyFile keys,
        TimeProvider time)
    {
        (_file, _keys, _time, _upcasters) = (file, keys, time, options.Upcasters);
        _streams = new StreamTables(connection);
        _leases = new LeaseTable(_streams, time);
        var blobs = new BlobTable(connection);
        _writer = new Writer(connection, options.BusyTimeout);
        _readers = new Readers(file);
        _blobs = new BlobStore(keys, blobs, _writer, _readers);
    }

    /// <summary>Opens the ledger in a folder, or makes it there.</summary>
    public static Task<SqliteOpenOutcome> OpenAsync(SqliteLedgerOptions options, TimeProvider time,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => OpenHereAsync(options, time, cancellationToken), cancellationToken);

    public ValueTask<AppendOutcome> AppendAsync(Tenant tenant, StreamId stream, long expectedSeq, long epoch,
        IReadOnlyList<NewEvent> events, Durability durability, CancellationToken cancellationToken = default)
    {
        LedgerLimits.Check(tenant, stream, events);
        return _writer.RunAsync<AppendOutcome>(durability, () =>
        {
            var head = _streams.Head(tenant, stream);
            if (head.Seq != expectedSeq || head.Epoch != epoch)
                return new AppendOutcome.Stale(head.Seq, head.Epoch);
            return new AppendOutcome.Appended(events.Count == 0
                ? head.Seq
                : _streams.Append(tenant, stream, head, events, _time.GetUtcNow()));
        }, reason => new AppendOutcome.Failed(reason), cancellationToken);
    }

    /// <exception cref="LedgerUnavailableException">The store cannot be read, such as behind a damaged page.</exception>
    public async IAsyncEnumerable<LedgerEvent> ReadAsync(Tenant tenant, StreamId stream, long fromSeq = 1,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var from = fromSeq;
        while (await _readers.AskAsync(reader =>
            reader.Events(tenant, stream, from), cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return _upcasters.Read(entry);
            }

            from = page[^1].Seq + 1;
        }
    }

    /// <exception cref="LedgerUnavailableException">The store cannot be read.</exception>
    public async IAsyncEnumerable<StreamHead> StreamsAsync(Tenant tenant, string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (created, stream) = (long.MaxValue, "");
        while (await _readers.AskAsync(reader =>
            reader.Streams(tenant, prefix, created, stream), cancellationToken) is { Count: > 0 } page)
        {
            foreach (var head in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return head;
            }

            (created, stream) = (page[^1].Created.UtcTicks, page[^1].Stream.Value);
        }
    }

    public ValueTask<LeaseOutcome> TakeAsync(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
        IReadOnlyList<NewEvent> first, CancellationToken cancellationToken = default)
    {
        LedgerLimits.Check(tenant, stream, first);
        LedgerLimits.Check(owner, duration);
        return _writer.RunAsync(Durability.Durable, () => _leases.Take(tenant, stream, owner, duration, first),
            reason => new LeaseOutcome.Failed(reason), cancellationToken);
    }

    public ValueTask<LeaseOutcome> RenewAsync(Tenant tenant, Lease lease, TimeSpan duration,
        CancellationToken cancellationToken = default)
    {
        LedgerLimits.Check(tenant, lease.Stream, []);
        LedgerLimits.Check(lease.Owner, duration);
        // A renewal lost with the machine is harmless: its owner is lost with it.
        return _writer.RunAsync(Durability.Relaxed, () => _leases.Renew(tenant, lease, duration),
            reason => new LeaseOutcome.Failed(reason), cancellationToken);
    }

    public async ValueTask ReleaseAsync(Tenant tenant, Lease lease, CancellationToken cancellationToken = default)
    {
        // A release that cannot be written is the same as one that never came: the lease runs out.
        await _writer.RunAsync(Durability.Relaxed, () => _leases.Release(tenant, lease), _ => false, cancellationToken);
    }

    public async ValueTask<Verification> VerifyAsync(Tenant tenant, StreamId? stream = null,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return await Task.Run(() => _readers.AskAsync(Verify, cancellationToken).AsTask(), cancellationToken);
        }
        catch (LedgerUnavailableException unreadable)
        {
            return new Verification(0, 0,
                [new Finding(stream ?? new StreamId(Path.GetFileName(_file.Path)), 0, unreadable.Message)]);
        }

        Verification Verify(Reader reader)
        {
            var verifier = new Verifier(reader, tenant, Path.GetFileName(_file.Path));
            return stream is { } one ? verifier.One(one, cancellationToken) : verifier.All(cancellationToken);
        }
    }

    /// <exception cref="LedgerUnavailableException">The blob cannot be written.</exception>
    public ValueTask<BlobRef> PutAsync(Tenant tenant, ReadOnlyMemory<byte> content, string? subject = null,
        CancellationToken cancellationToken = default) => _blobs.PutAsync(tenant, content, subject, cancellationToken);

    /// <exception cref="LedgerUnavailableException">The blob is there and cannot be read.</exception>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Tenant tenant, BlobRef blob,
        CancellationToken cancellationToken = default) =>
        _blobs.GetAsync(tenant, blob, cancellationToken);

    /// <exception cref="LedgerUnavailableException">The key cannot be destroyed.</exception>
    public ValueTask<long> EraseAsync(Tenant tenant, string? subject = null,
        CancellationToken cancellationToken = default) =>
        _blobs.EraseAsync(tenant, subject, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
        _keys.Dispose();
    }

    private static async Task<SqliteOpenOutcome> OpenHereAsync(SqliteLedgerOptions options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        Connection? connection = null;
        KeyFile? keys = null;
        try
        {
            PrivateFile.MakeFolder(options.Folder);
            var file = new LedgerFile(options);
            connection = await file.OpenToWriteAsync(cancellationToken);
            keys = new KeyFile(options);
            return new SqliteOpenOutcome.Opened(new SqliteLedger(options, file, connection, keys, time));
        }
        catch (Exception error) when (error is SqliteFault or NotSupportedException)
        {
            keys?.Dispose();
            connection?.Dispose();
            return new SqliteOpenOutcome.Failed(error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            return new SqliteOpenOutcome.Failed($"The ledger's folder {options.Folder} cannot be used: {error.Message} " +
                "Choose another one, or give this user the right to write there.");
        }
    }
}
