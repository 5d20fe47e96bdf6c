using System.Text.RegularExpressions;

namespace Tako.Storage.Sqlite.Tests.Processes;

/// <summary>
/// A killed process cannot tell a synced write from one that only the kernel holds, so the system calls are watched.
/// </summary>
public sealed partial class SyncTests : IDisposable
{
    private const string Strace = "strace";
    private readonly Store _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_durable_append_is_answered_after_a_sync_of_its_own_bytes()
    {
        var rounds = await TraceAsync("durable", 30);
        rounds.Count.ShouldBe(30);
        rounds.ShouldAllBe(calls => SyncedAfterLastWrite(calls));
    }

    [Fact]
    public async Task A_blob_is_synced_with_the_durable_event_that_names_it()
    {
        var rounds = await TraceAsync("blobs", 10);
        rounds.Count.ShouldBe(10);
        rounds.ShouldAllBe(calls => SyncedAfterLastWrite(calls));
    }

    [Fact]
    public async Task Durable_appends_at_once_share_their_syncs()
    {
        var calls = (await TraceAsync("grouped", 200)).ShouldHaveSingleItem();
        SyncedAfterLastWrite(calls).ShouldBeTrue();
        calls.Count(call => call.IsLogSync).ShouldBeInRange(1, 40);
    }

    [Fact]
    public async Task A_relaxed_append_does_not_wait_for_a_sync()
    {
        var rounds = await TraceAsync("relaxed", 50);
        rounds.Count.ShouldBe(50);
        rounds.ShouldAllBe(calls => calls.Any(call => call.IsLogWrite));
        // The first may sync the new log's header and the folder.
        rounds.Skip(1).ShouldAllBe(calls => !calls.Any(call => call.IsSync));
    }

    private static bool SyncedAfterLastWrite(List<Call> calls)
    {
        var write = calls.FindLastIndex(call => call.IsLogWrite);
        return write >= 0 && calls.FindIndex(write, call => call.IsLogSync) > write;
    }

    /// <summary>The calls between each acknowledgement of a child and the one before.</summary>
    private async Task<List<List<Call>>> TraceAsync(string durability, int count)
    {
        if (!OperatingSystem.IsLinux() || !IsInstalled(Strace))
            Assert.Skip("strace is missing: without it nobody can see whether a durable append syncs. " +
                "Install it (apt-get install strace).");
        var trace = Path.Combine(_files.Folder, "trace.txt");
        string[] prefix = [Strace, "-f", "-y", "-s", "64", "-e", "trace=fsync,fdatasync,pwrite64,write", "-o", trace];
        using var child = new ChildProcess([durability, _files.Folder, "task/traced", count.ToString()], prefix);
        var (output, exit) = await child.EndAsync();
        exit.ShouldBe(0, output);

        var rounds = new List<List<Call>>();
        var round = new List<Call>();
        var begun = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(trace))
        {
            if (AckPattern().IsMatch(line))
            {
                rounds.Add(round);
                round = [];
            }
            else if (ReadyPattern().IsMatch(line))
            {
                round = [];
            }
            else if (line.Contains("<unfinished", StringComparison.Ordinal))
            {
                begun[Thread(line)] = line;
            }
            else
            {
                // A call counts from its end on: a sync that is still running promises nothing.
                round.Add(new Call(line.Contains("resumed>", StringComparison.Ordinal)
                    ? begun.GetValueOrDefault(Thread(line), "") + line : line));
            }
        }

        return rounds;
    }

    private static string Thread(string line) => line[..line.IndexOf(' ')];

    private static bool IsInstalled(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder =>
            File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex("""\bwrite\(.*"ack""")]
    private static partial Regex AckPattern();

    [GeneratedRegex("""\bwrite\(.*"ready""")]
    private static partial Regex ReadyPattern();

    private sealed record Call(string Line)
    {
        public bool IsSync => Line.Contains("sync(", StringComparison.Ordinal);

        public bool IsLogWrite => Line.Contains("pwrite64(", StringComparison.Ordinal)
            && Line.Contains("ledger.db-wal", StringComparison.Ordinal);

        public bool IsLogSync => IsSync && Line.Contains("ledger.db-wal", StringComparison.Ordinal);
    }
}
