using System.Threading.Channels;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Writing;

/// <summary>
/// The one writer of this process. Writes that arrive while a transaction is being synced wait in a bounded queue and
/// share the next one: group commit. A relaxed write that finds nobody before it commits at once on its caller's thread.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    /// <summary>Writes waiting; a full queue makes callers wait.</summary>
    private const int QueueLimit = 1024;

    /// <summary>Writes of one transaction.</summary>
    private const int BatchLimit = 256;

    private readonly Connection _connection;
    private readonly TimeSpan _busyTimeout;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Channel<Write> _queue =
        Channel.CreateBounded<Write>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Task _loop;
    private Durability _set = Durability.Durable;

    public Writer(Connection connection, TimeSpan busyTimeout)
    {
        _connection = connection;
        _busyTimeout = busyTimeout;
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction. Cancelling takes a waiting write back only until it is in the
    /// queue.
    /// </summary>
    public async ValueTask<T> RunAsync<T>(Durability durability, Func<T> work, Func<string, T> failed,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (durability == Durability.Relaxed && _queue.Reader.Count == 0 && _turn.Wait(0, CancellationToken.None))
        {
            try
            {
                if (TryAtOnce(work, failed) is { } done)
                    return done.Result;
            }
            finally
            {
                _turn.Release();
            }
        }

        var write = new Write<T>(work, failed) { Durability = durability };
        await _queue.Writer.WriteAsync(write, cancellationToken);
        return await write.Answered;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
            return;
        await _loop;
        await _turn.WaitAsync();
        _turn.Dispose();
        _connection.Dispose();
    }

    /// <summary>
    /// Null when another process is writing: then the write waits in the queue instead of blocking its caller.
    /// </summary>
    private Box<T>? TryAtOnce<T>(Func<T> work, Func<string, T> failed)
    {
        try
        {
            _connection.WaitWhenBusy(TimeSpan.Zero);
            Begin(Durability.Relaxed);
            var result = work();
            _commit.Run();
            return new Box<T>(result);
        }
        catch (SqliteFault fault)
        {
            Rollback();
            return fault.IsBusy ? null : new Box<T>(failed(fault.Message));
        }
        catch
        {
            Rollback();
            throw;
        }
        finally
        {
            _connection.WaitWhenBusy(_busyTimeout);
        }
    }

    private async Task LoopAsync()
    {
        var batch = new List<Write>(BatchLimit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            await _turn.WaitAsync();
            try
            {
                while (batch.Count < BatchLimit && _queue.Reader.TryRead(out var write))
                    batch.Add(write);
                Commit(batch);
            }
            finally
            {
                batch.Clear();
                _turn.Release();
            }
        }
    }

    private void Commit(List<Write> batch)
    {
        try
        {
            var durable = batch.Exists(write => write.Durability == Durability.Durable);
            Begin(durable ? Durability.Durable : Durability.Relaxed);
            foreach (var write in batch)
                write.Run();
            _commit.Run();
        }
        catch (Exception error)
        {
            Rollback();
            Spread(error, batch);
            return;
        }

        foreach (var write in batch)
            write.Answer();
    }

    /// <summary>One bad page or one mistake must not fail its neighbours: they are tried again, each alone.</summary>
    private void Spread(Exception error, List<Write> batch)
    {
        var alone = batch.Count == 1;
        foreach (var write in batch)
        {
            if (error is SqliteFault fault && (alone || fault.IsBusy))
                write.Fail(fault.Message);
            else if (alone)
                write.Throw(error);
            else
                Commit([write]);
        }
    }

    private void Begin(Durability durability)
    {
        if (_set != durability)
        {
            // FULL syncs the log in every commit, NORMAL only when it is copied back into the file.
            _connection.Execute($"PRAGMA synchronous={(durability == Durability.Durable ? "FULL" : "NORMAL")}");
            _set = durability;
        }

        _begin.Run();
    }

    private void Rollback()
    {
        try
        {
            // After a full disk SQLite has often rolled back by itself.
            if (_connection.InTransaction)
                _connection.Execute("ROLLBACK");
        }
        catch (SqliteFault)
        {
            // Nothing was committed either way, and the next BEGIN reports what still is wrong.
        }
    }

    private sealed record Box<T>(T Result);
}
