using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;
using Tako.Storage.Sqlite.Writing;

namespace Tako.Storage.Sqlite.Tests.Writing;

public sealed class WriterTests : IAsyncLifetime
{
    private readonly Store _files = new();
    private readonly ManualResetEventSlim _go = new();
    private Connection _connection = null!;
    private Writer _writer = null!;

    public ValueTask InitializeAsync()
    {
        _connection = new Connection(_files.LedgerPath, TimeSpan.FromSeconds(5));
        _connection.Execute("PRAGMA journal_mode=WAL; CREATE TABLE notes(text TEXT)");
        _writer = new Writer(_connection, TimeSpan.FromSeconds(5));
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _go.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Writes_that_wait_for_another_share_one_transaction()
    {
        var seenFromOutside = "";
        var (first, waiting) = Queue(20, number =>
        {
            seenFromOutside = _files.Ask("SELECT count(*) FROM notes");
            return Note($"{number}");
        });
        _go.Set();
        await first;

        // In order, each after the one before, and when the last one ran none was committed yet.
        (await Task.WhenAll(waiting)).ShouldBe(Enumerable.Range(1, 20).Select(number => $"{number}"));
        seenFromOutside.ShouldBe("0");
    }

    [Fact]
    public async Task A_fault_fails_only_the_write_it_came_from()
    {
        var (first, waiting) = Queue(9, number => number switch
        {
            3 => throw new SqliteFault(SQLitePCL.raw.SQLITE_CORRUPT, "ledger.db", "page 7"),
            5 => throw new InvalidOperationException("a mistake"),
            _ => Note($"{number}"),
        });
        _go.Set();
        await first;

        (await waiting[3]).ShouldStartWith("failed: ledger.db is damaged (page 7)");
        (await Should.ThrowAsync<InvalidOperationException>(() => waiting[5])).Message.ShouldBe("a mistake");
        foreach (var other in waiting.Where((_, number) => number is not (3 or 5)))
            (await other).ShouldNotStartWith("failed");
        _files.Ask("SELECT group_concat(text) FROM notes").ShouldBe("0,1,2,4,6,7,8");
    }

    [Fact]
    public async Task A_mistake_of_a_relaxed_write_is_thrown_and_nothing_is_written()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => _writer.RunAsync<int>(Durability.Relaxed, () =>
        {
            Note("lost");
            throw new InvalidOperationException();
        }, _ => 0, CancellationToken.None).AsTask());
        _files.Ask("SELECT count(*) FROM notes").ShouldBe("0");
    }

    [Fact]
    public async Task A_waiting_caller_can_go_away_before_its_turn_in_a_full_queue()
    {
        var (first, waiting) = Queue(1024, number => Note($"{number}"));
        using var gone = new CancellationTokenSource();
        var last = _writer.RunAsync(Durability.Durable, () => Note("late"), _ => "", gone.Token).AsTask();
        last.IsCompleted.ShouldBeFalse();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => last);
        _go.Set();
        await first;
        await Task.WhenAll(waiting);
        _files.Ask("SELECT count(*) FROM notes WHERE text='late'").ShouldBe("0");
    }

    /// <summary>A write that holds the turn, and behind it as many as asked for.</summary>
    private (Task<string> First, List<Task<string>> Waiting) Queue(int count, Func<int, string> work)
    {
        using var begun = new ManualResetEventSlim();
        var first = Add(() =>
        {
            begun.Set();
            _go.Wait();
            return "";
        });
        begun.Wait();
        return (first, [.. Enumerable.Range(0, count).Select(number => Add(() => work(number)))]);
    }

    private Task<string> Add(Func<string> work) =>
        _writer.RunAsync(Durability.Durable, work, reason => $"failed: {reason}", CancellationToken.None).AsTask();

    private string Note(string text)
    {
        _connection.Execute($"INSERT INTO notes VALUES('{text}')");
        return _connection.Ask("SELECT count(*) FROM notes")!;
    }
}
