using System.Diagnostics;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Tests.Processes;

namespace Tako.Storage.Sqlite.Tests;

public sealed class FullDiskTests : IDisposable
{
    private static readonly StreamId _stream = new("task/t-1");
    private readonly Store _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task At_its_largest_size_the_ledger_refuses_and_goes_on_when_the_limit_is_raised()
    {
        long head;
        await using (var ledger = await _files.OpenAsync(maxBytes: 256 * 1024))
        {
            head = await FillAsync(ledger);
            await Should.ThrowAsync<LedgerUnavailableException>(() =>
                ledger.PutAsync(Tenant.Local, Noise(100_000)).AsTask());
            (await ledger.TakeAsync(Tenant.Local, _stream, "a", TimeSpan.FromMinutes(1),
                [.. Enumerable.Repeat(Child.Event(0), 100)]))
                .ShouldBeOfType<LeaseOutcome.Failed>().Reason.ShouldContain("full");
        }

        await using var larger = await _files.OpenAsync();
        (await larger.VerifyAsync(Tenant.Local)).ShouldBe(new Verification(1, head, []), new Same());
        (await larger.AppendAsync(Tenant.Local, _stream, head, 0, [Child.Event(0)],
            Durability.Durable)).ShouldBeOfType<AppendOutcome.Appended>();
    }

    [Fact]
    public async Task On_a_full_disk_an_append_is_refused_and_works_again_once_there_is_space()
    {
        var disk = Directory.CreateTempSubdirectory("tako-disk-").FullName;
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk))
        {
            Directory.Delete(disk);
            Assert.Skip("A file system of 1 MB cannot be mounted here: that needs root on Linux. " +
                "The limit of the file's size is tested beside this.");
        }

        try
        {
            var filler = Path.Combine(disk, "filler");
            File.WriteAllBytes(filler, new byte[300_000]);
            var outcome = await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = Path.Combine(disk,
                "state") }, TimeProvider.System);
            await using var ledger = outcome.ShouldBeOfType<SqliteOpenOutcome.Opened>().Ledger;
            var head = await FillAsync(ledger);
            (await ledger.VerifyAsync(Tenant.Local)).ShouldBe(new Verification(1, head, []), new Same());

            File.Delete(filler);
            (await ledger.AppendAsync(Tenant.Local, _stream, head, 0, [Child.Event(0)],
                Durability.Durable)).ShouldBe(new AppendOutcome.Appended(head + 1));
        }
        finally
        {
            (await RunAsync("umount", disk)).ShouldBeTrue();
            Directory.Delete(disk);
        }
    }

    [Fact]
    public async Task A_read_only_disk_is_an_outcome_that_names_the_file()
    {
        var disk = Directory.CreateTempSubdirectory("tako-disk-").FullName;
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk))
        {
            Directory.Delete(disk);
            Assert.Skip("A read-only file system cannot be mounted here: that needs root on Linux.");
        }

        try
        {
            var options = new SqliteLedgerOptions { Folder = Path.Combine(disk, "state") };
            var made = await SqliteLedger.OpenAsync(options, TimeProvider.System);
            await made.ShouldBeOfType<SqliteOpenOutcome.Opened>().Ledger.DisposeAsync();
            (await RunAsync("mount", "-o", "remount,ro", disk)).ShouldBeTrue();
            var reason = (await SqliteLedger.OpenAsync(options,
                TimeProvider.System)).ShouldBeOfType<SqliteOpenOutcome.Failed>().Reason;
            reason.ShouldContain(options.Folder);
            reason.ShouldContain("right");
        }
        finally
        {
            (await RunAsync("umount", disk)).ShouldBeTrue();
            Directory.Delete(disk);
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_an_outcome()
    {
        File.WriteAllText(Path.Combine(_files.Folder, "file"), "");
        var outcome = await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = Path.Combine(_files.Folder,
            "file", "state") }, TimeProvider.System);
        outcome.ShouldBeOfType<SqliteOpenOutcome.Failed>().Reason.ShouldContain("cannot be used");
    }

    private static async Task<long> FillAsync(SqliteLedger ledger)
    {
        var head = 0L;
        while (true)
        {
            var durability = head % 2 == 0 ? Durability.Durable : Durability.Relaxed;
            switch (await ledger.AppendAsync(Tenant.Local, _stream, head, 0,
                [Child.Event(head), Child.Event(head), Child.Event(head)], durability))
            {
                case AppendOutcome.Appended appended:
                    head = appended.Head;
                    head.ShouldBeLessThan(100_000);
                    break;
                case AppendOutcome.Failed failed:
                    failed.Reason.ShouldContain("The disk is full");
                    failed.Reason.ShouldContain("ledger.db");
                    return head;
                case var other:
                    throw new InvalidOperationException(other.ToString());
            }
        }
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static async Task<bool> RunAsync(string program, params string[] args)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private sealed class Same : IEqualityComparer<Verification>
    {
        public bool Equals(Verification? one, Verification? other) =>
            (one?.Streams, one?.Events, one?.Findings.Count) == (other?.Streams, other?.Events, other?.Findings.Count);

        public int GetHashCode(Verification verification) => 0;
    }
}
