using System.Diagnostics;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Redaction;
using Tako.Models.Recording;
using Tako.Storage.Sqlite;

namespace Tako.Tests.Kill;

/// <summary>
/// The process that is killed: a real animal over a ledger in files, a real repository and the real write-back. The file
/// <c>kill</c> says when it is to kill itself; without a task it starts one, else it goes on with it.
/// </summary>
internal static class Victim
{
    public const string Argument = "--victim";

    private const string Cassette = """
        model: scripted
        prices: { input: 1, output: 10 }
        usage: estimated
        steps:
          "solve":
            - text: |
                {"name": "mend", "steps": [
                  {"name": "look", "use": "arm/retriever", "with": {"goal": {"value": "prices"}}},
                  {"name": "fix", "use": "arm/coder", "after": ["look"], "with": {"goal": {"value": "mend it"}}, "accept": ["tests pass"]}
                ]}
          "solve/work/fix":
            - text: |
                {"edits": [{"path": "price.py", "kind": "replace", "find": "    return sum(prices) - 1", "replace": "    return 7"}]}
            - text: |
                {"edits": [{"path": "price.py", "kind": "replace", "find": "    return 7", "replace": "    return sum(prices)"},
                           {"path": "tests/test_more.py", "kind": "write", "content": "import unittest\n"}]}
          "solve/judge":
            - text: |
                {"verdict": "accept", "reasons": ["It does what was asked."]}
        """;

    public static async Task<int> RunAsync(string folder)
    {
        var kill = (await File.ReadAllTextAsync(Path.Combine(folder, "kill"))).Split(':');
        var (what, count) = (kill[0], int.Parse(kill[1]));
        await using var store = await OpenAsync(folder, TimeProvider.System);
        var appends = 0;
        var ledger = new RecordingLedger(store)
        {
            After = (_, events) =>
            {
                if (what == "append" && Interlocked.Increment(ref appends) == count)
                    Process.GetCurrentProcess().Kill();
                File.WriteAllText(Path.Combine(folder, "appends"), appends.ToString());
            },
            Before = (_, events) =>
            {
                if (what == "before" && Interlocked.Increment(ref appends) == count)
                    Process.GetCurrentProcess().Kill();
            },
        };
        if (what == "commit")
            KillInCommit(Path.Combine(folder, "state", "commits"), count);
        var outcome = await WorkAsync(folder, ledger, store, TimeProvider.System);
        await File.WriteAllTextAsync(Path.Combine(folder, "outcome"), $"{outcome.GetType().Name} {outcome.Summary}");
        return 0;
    }

    /// <summary>Starts the task of a folder, or goes on with it where there is one.</summary>
    public static async Task<TaskOutcome> WorkAsync(string folder, ILedger ledger, IBlobStore blobs, TimeProvider time)
    {
        var cassette = Models.Recording.Cassette.Parse("script.yaml", Cassette)
            .ShouldBeOfType<Parsed<Models.Recording.Cassette>.Ok>()
            .Value;
        using var model = new RecordedChatClient(cassette);
        var animal = new Animal(new AnimalParts
        {
            Ledger = ledger,
            Blobs = blobs,
            Models = World.Catalog(),
            OpenModel = _ => model,
            Sandboxes = (_, _) => new(new FakeSandbox(World.Total)),
            StateFolder = Path.Combine(folder, "state"),
            Redactor = Redactor.None,
            Time = time,
            Random = new Random(Environment.ProcessId),
            Owner = $"process/{Environment.ProcessId}",
        });
        return await FindAsync(ledger) is { } known
            ? await animal.ResumeAsync(known)
            : await animal.RunAsync(new TaskRequest
            {
                Contract = new TaskContract { Goal = "The total of prices is wrong: mend it." },
                Repository = Path.Combine(folder, "repository"),
            });
    }

    public static async Task<SqliteLedger> OpenAsync(string folder, TimeProvider time) =>
        await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = Path.Combine(folder, "ledger") }, time) switch
        {
            SqliteOpenOutcome.Opened(var opened) => opened,
            SqliteOpenOutcome.Failed(var reason) => throw new InvalidOperationException(reason),
            _ => throw new InvalidOperationException(),
        };

    public static async Task<TaskId?> FindAsync(ILedger ledger)
    {
        await foreach (var head in ledger.StreamsAsync(Tenant.Local, "task/"))
            return new TaskId(head.Stream.Value["task/".Length..]);
        return null;
    }

    /// <summary>Kills a little after the write-back has begun: each count a little later, so that every step of it is met.</summary>
    private static void KillInCommit(string folder, int count) => new Thread(() =>
    {
        while (!Directory.Exists(folder) || Directory.GetFileSystemEntries(folder).Length == 0)
            Thread.SpinWait(20);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMicroseconds(count * 150))
            Thread.SpinWait(5);
        Process.GetCurrentProcess().Kill();
    })
    { IsBackground = true, Priority = ThreadPriority.Highest }.Start();

    /// <summary>The system's clock, later: the lease of the process that was killed has run out.</summary>
    public sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
