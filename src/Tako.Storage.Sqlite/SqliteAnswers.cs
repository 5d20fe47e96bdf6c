using System.Threading.Channels;
using Tako.Core.Caching;
using Tako.Core.Identity;
using Tako.Storage.Sqlite.Answers;
using Tako.Storage.Sqlite.Blobs;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite;

/// <summary>
/// Stored answers in <c>cache.db</c> beside the ledger, sealed as blobs are and shared safely by several processes. Answers are
/// written a little later, many at once, without a sync. A damaged file is dropped with a warning; whatever else goes wrong, the
/// store finds nothing and goes on.
/// </summary>
public sealed class SqliteAnswers : IAnswerStore
{
    /// <summary>Answers waiting to be written; more are not kept.</summary>
    private const int QueueLimit = 512;

    private const int BatchLimit = 64;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly SqliteAnswersOptions _options;
    private readonly TimeProvider _time;
    private readonly string _path;
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private readonly Channel<Work> _queue =
        Channel.CreateBounded<Work>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly Task _loop;
    private AnswerFile? _file;
    private KeyFile? _keys;
    private long _triedAt;
    private bool _warned;

    private SqliteAnswers(SqliteAnswersOptions options, TimeProvider time)
    {
        (_options, _time, _path) = (options, time, Path.Combine(options.Folder, "cache.db"));
        Open();
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Opens the answers in a folder, or makes the file there. It always opens: one that cannot be used keeps
    /// nothing, and says so through <see cref="SqliteAnswersOptions.Warn"/>.</summary>
    public static Task<SqliteAnswers> OpenAsync(SqliteAnswersOptions options, TimeProvider time,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => new SqliteAnswers(options, time), cancellationToken);

    public ValueTask<StoredAnswer?> FindAsync(Tenant tenant, AnswerKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = Try(_reading, file =>
        {
            if (Key(tenant) is not { } secret)
                return null;
            var name = SealedAnswer.NameOf(secret, key);
            return file.Find(name, _time.GetUtcNow().UtcTicks) is var (codec, size, body)
                ? SealedAnswer.Open(secret, tenant, name, codec, size, body)
                : null;
        });
        return new(answer?.Expires > _time.GetUtcNow() ? answer : null);
    }

    public ValueTask PutAsync(Tenant tenant, AnswerKey key, StoredAnswer answer,
        CancellationToken cancellationToken = default)
    {
        // One answer takes no more than an eighth of the room. A full queue keeps nobody waiting.
        if (answer.Size <= _options.MaxBytes / 8 && answer.Expires > _time.GetUtcNow())
            _queue.Writer.TryWrite(new Work(tenant, key, answer, null));
        return default;
    }

    public async ValueTask<bool> RemoveAsync(Tenant tenant, AnswerKey key, CancellationToken cancellationToken = default)
    {
        await SettleAsync(cancellationToken);
        return Write(file => Key(tenant) is { } secret ? file.Remove(SealedAnswer.NameOf(secret, key)) : 0) > 0;
    }

    public async ValueTask<long> EraseAsync(Tenant tenant, CancellationToken cancellationToken = default)
    {
        await SettleAsync(cancellationToken);
        return Write(file => file.Erase(tenant.Value));
    }

    public async ValueTask<long> SweepAsync(CancellationToken cancellationToken = default)
    {
        await SettleAsync(cancellationToken);
        return Write(file => file.Sweep(_time.GetUtcNow().UtcTicks));
    }

    public async ValueTask SettleAsync(CancellationToken cancellationToken = default)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!_queue.Writer.TryWrite(new Work(default, default, null, settled)))
        {
            if (!await _queue.Writer.WaitToWriteAsync(cancellationToken))
                return;
        }

        await settled.Task.WaitAsync(cancellationToken);
    }

    public ValueTask<AnswerStoreSize> SizeAsync(CancellationToken cancellationToken = default)
    {
        var (answers, bytes) = Try(_reading, file => file.Size());
        return new(new AnswerStoreSize(answers, bytes));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
            return;
        await _loop;
        lock (_writing)
        {
            lock (_reading)
                Close();
        }
    }

    private async Task LoopAsync()
    {
        List<Work> batch = [];
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < BatchLimit && _queue.Reader.TryRead(out var work))
                batch.Add(work);
            if (batch.Exists(work => work.Answer is not null))
                Write(file => Keep(file, batch));
            foreach (var work in batch)
                work.Settled?.SetResult();
            batch.Clear();
        }
    }

    private long Keep(AnswerFile file, List<Work> batch)
    {
        foreach (var (tenant, key, answer, _) in batch)
        {
            if (answer is not null && Key(tenant) is { } secret)
                file.Put(SealedAnswer.Seal(secret, tenant, key, answer));
        }

        if (file.Used() > _options.MaxBytes)
            file.Sweep(_time.GetUtcNow().UtcTicks);
        // Down to nine tenths, so that not every batch has to.
        while (file.Used() > _options.MaxBytes / 10 * 9 && file.RemoveOldest(BatchLimit) > 0)
        {
        }

        return batch.Count;
    }

    // The keys are the ledger's: trouble with them is no reason to touch the answers.
    private BlobKey? Key(Tenant tenant)
    {
        try
        {
            return _keys?.FindOrMake(tenant, "");
        }
        catch (SqliteFault fault)
        {
            Warn(fault.Message);
            return null;
        }
    }

    private long Write(Func<AnswerFile, long> work) => Try(_writing, file => file.InTransaction(work));

    private T? Try<T>(Lock turn, Func<AnswerFile, T?> work)
    {
        AnswerFile? used = null;
        try
        {
            lock (turn)
            {
                used = _file;
                if (used is not null)
                    return work(used);
            }

            Mend(null, null);
        }
        catch (SqliteFault fault) when (fault.IsDamage && used is not null)
        {
            Mend(used, fault.Message);
        }
        catch (SqliteFault fault)
        {
            Warn(fault.Message);
        }

        return default;
    }

    /// <summary>Drops a damaged file, unless another process has done so already, and tries again to open one that could not
    /// be opened.</summary>
    private void Mend(AnswerFile? damaged, string? why)
    {
        lock (_writing)
        {
            lock (_reading)
            {
                if (!ReferenceEquals(damaged, _file)
                    || (damaged is null && _time.GetElapsedTime(_triedAt) < RetryAfter))
                    return;
                var generation = damaged?.Generation;
                Close();
                Open(generation);
            }
        }

        if (why is not null)
            Warn($"{why} It held only cached answers, so it was dropped and begun anew.");
    }

    private void Open(string? damaged = null)
    {
        _triedAt = _time.GetTimestamp();
        try
        {
            PrivateFile.MakeFolder(_options.Folder);
            _keys = new KeyFile(new SqliteLedgerOptions { Folder = _options.Folder, BusyTimeout = _options.BusyTimeout });
            _file = OpenFile(damaged);
        }
        catch (Exception wrong) when (wrong is SqliteFault or NotSupportedException or IOException
            or UnauthorizedAccessException)
        {
            Close();
            Warn($"{wrong.Message} Answers are cached in memory only until {_path} can be used.");
        }
    }

    private AnswerFile OpenFile(string? damaged)
    {
        try
        {
            var file = new AnswerFile(_path, _options.BusyTimeout);
            if (damaged is null || file.Generation != damaged)
                return file;
            file.Dispose();
        }
        catch (SqliteFault fault) when (fault.IsDamage)
        {
            if (damaged is null)
                Warn($"{_path} is damaged. It held only cached answers, so it was dropped and begun anew.");
        }

        foreach (var part in (string[])["", "-wal", "-shm"])
            File.Delete(_path + part);
        return new AnswerFile(_path, _options.BusyTimeout);
    }

    private void Close()
    {
        _file?.Dispose();
        _keys?.Dispose();
        (_file, _keys) = (null, null);
    }

    // One warning until something works again would hide the second cause; one a trouble would fill the log.
    private void Warn(string message)
    {
        if (_warned && _file is null)
            return;
        _warned = true;
        _options.Warn?.Invoke(message);
    }

    private sealed record Work(Tenant Tenant, AnswerKey Key, StoredAnswer? Answer, TaskCompletionSource? Settled);
}
