using System.Globalization;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Bench.Ledger;

/// <summary>
/// Appends per second, one after the other and grouped, beside bare SQLite: the same library, connection settings, tables
/// and rows. Rounds of both alternate in one run, and the median of their ratios counts, so that noise hits both alike.
/// </summary>
public static class LedgerBench
{
    private const int Writers = 32;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 12;
        var within = true;
        Console.WriteLine($"SQLite {SqliteEngine.Version} ({SqliteEngine.Source}), {Environment.ProcessorCount} " +
            $"cores, {Path.GetTempPath()}, 300 B events");
        Console.WriteLine("durability  mode                  tako/s     bare/s   ratio  target");
        foreach (var durability in (Durability[])[Durability.Durable, Durability.Relaxed])
        {
            var target = durability == Durability.Durable ? 1.3 : 2.0;
            within &= await SingleAsync(durability, target, seconds / 4);
            within &= await GroupedAsync(durability, target, seconds / 4);
        }

        return within ? 0 : 1;
    }

    private static async Task<bool> SingleAsync(Durability durability, double target, double seconds)
    {
        using var folders = new Folders();
        await using var ledger = await folders.OpenAsync();
        using var bare = new BareSqlite(folders.Bare, durability);
        var writer = new Appender(ledger, "task/single", durability);
        var size = durability == Durability.Durable ? 40 : 400;
        return await CompareAsync(durability, "single", target, seconds, size, async () =>
        {
            for (var i = 0; i < size; i++)
                await writer.AppendAsync();
        }, () => bare.Append("task/single", size, perTransaction: 1));
    }

    /// <summary>
    /// Many streams at once; bare SQLite is given the same rows in transactions as large as the writers can make them.
    /// </summary>
    private static async Task<bool> GroupedAsync(Durability durability, double target, double seconds)
    {
        using var folders = new Folders();
        await using var ledger = await folders.OpenAsync();
        using var bare = new BareSqlite(folders.Bare, durability);
        var writers = Enumerable.Range(0, Writers).Select(number =>
            new Appender(ledger, $"task/{number}", durability)).ToArray();
        const int each = 25;
        // Relaxed appends have no sync to share: each is a transaction of its own unless it has to wait.
        var perTransaction = durability == Durability.Durable ? Writers : 1;
        return await CompareAsync(durability, $"{Writers} at once (bare: {perTransaction} a transaction)", target,
            seconds, Writers * each,
            () => Task.WhenAll(writers.Select(writer => Task.Run(async () =>
            {
                for (var i = 0; i < each; i++)
                    await writer.AppendAsync();
            }))), () => bare.AppendMany(Writers, each, perTransaction));
    }

    private static async Task<bool> CompareAsync(Durability durability, string mode, double target, double seconds,
        int size,
        Func<Task> tako, Action bare)
    {
        await tako();
        bare();
        var (rounds, start) = (new List<(double Tako, double Bare)>(), TimeProvider.System.GetTimestamp());
        while (rounds.Count < 5 || TimeProvider.System.GetElapsedTime(start).TotalSeconds < seconds)
        {
            // Who goes first alternates: the disk may still be busy with the one before.
            var bareFirst = rounds.Count % 2 == 0 ? 0 : await TimeAsync(() => Run(bare));
            var ours = await TimeAsync(tako);
            rounds.Add((ours, bareFirst > 0 ? bareFirst : await TimeAsync(() => Run(bare))));
        }

        var ratio = Median(rounds.Select(round => round.Tako / round.Bare));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{durability,-11} {mode,-40} {size / Median(rounds.Select(r => r.Tako)),9:0} " +
                $"{size / Median(rounds.Select(r => r.Bare)),10:0} {ratio,7:0.00}  {target:0.0}"));
        return ratio <= target;
    }

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed class Appender(ILedger ledger, string stream, Durability durability)
    {
        private readonly NewEvent[] _events =
            [new NewEvent { Type = "step.completed", Actor = "arm/coder", Body = BareSqlite.Body }];
        private long _head;

        public async ValueTask AppendAsync()
        {
            var outcome = await ledger.AppendAsync(Tenant.Local, new StreamId(stream), _head, 0, _events, durability);
            _head = outcome is AppendOutcome.Appended appended
                ? appended.Head
                : throw new InvalidOperationException(outcome.ToString());
        }
    }

    private sealed class Folders : IDisposable
    {
        private readonly string _root = Directory.CreateTempSubdirectory("tako-bench-").FullName;

        public string Bare => Path.Combine(_root, "bare");

        public async Task<SqliteLedger> OpenAsync()
        {
            // The bare rival uses the same layout, made by the ledger itself.
            var copy = await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = Bare }, TimeProvider.System);
            await ((SqliteOpenOutcome.Opened)copy).Ledger.DisposeAsync();
            var outcome = await SqliteLedger.OpenAsync(
                new SqliteLedgerOptions { Folder = Path.Combine(_root, "tako") }, TimeProvider.System);
            return ((SqliteOpenOutcome.Opened)outcome).Ledger;
        }

        public void Dispose() => Directory.Delete(_root, recursive: true);
    }
}
