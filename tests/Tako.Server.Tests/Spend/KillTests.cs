using System.Diagnostics;
using System.Globalization;
using Tako.Core.Identity;
using Tako.Server.Spend;
using Tako.Storage.Sqlite;

namespace Tako.Server.Tests.Spend;

/// <summary>A process under load that is killed has lost no more than it settled within the flush interval.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int FlushMilliseconds = 100;

    // One append, and a busy machine that lets neither process run for a while.
    private const int SlackMilliseconds = 4000;
    private readonly string _folder = Directory.CreateTempSubdirectory("tako-spend-").FullName;

    [Fact]
    public async Task What_a_kill_loses_was_settled_within_the_flush_interval()
    {
        long before = 0;
        for (var round = 1; round <= 3; round++)
        {
            var (settled, said) = await KillAsync(writes: 3 * round);
            await using var ledger = await OpenAsync();
            var written = (await SpendReport.ReadAsync(ledger, Tenant.Local, null, null)).Total;
            var kept = (int)Math.Min(written.Calls - before, settled.Count);

            (await ledger.VerifyAsync(Tenant.Local)).Findings.ShouldBeEmpty();
            written.Usd.ShouldBe(written.Calls * 0.02m);
            // What was said to be written is there, and what is not there was settled just now. Lines come in the order of
            // settling, but for calls that ended in the same moment.
            (written.Calls - before).ShouldBeGreaterThanOrEqualTo(said);
            var lost = settled.Skip(kept).Select(at => settled[^1] - at).DefaultIfEmpty().Max();
            output.WriteLine($"{settled.Count} settled, {settled.Count - kept} lost, the oldest of them {lost} ms before the kill");
            lost.ShouldBeLessThanOrEqualTo(FlushMilliseconds + SlackMilliseconds);
            before = written.Calls;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(List<long> Settled, long Written)> KillAsync(int writes)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--child", _folder, $"{FlushMilliseconds}", "1000000"])
        {
            RedirectStandardOutput = true,
        };
        using var child = Process.Start(start)!;
        try
        {
            var said = new List<string>();
            while (said.Count(line => line.StartsWith("written", StringComparison.Ordinal)) < writes
                && await child.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
                said.Add(line);
            child.Kill();
            var rest = await child.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
            await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            // The last line may be cut by the kill.
            var all = said.Concat(rest.Split('\n')[..^1]).Select(line => line.Split(' ')).ToLookup(words => words[0], words => words[^1]);
            return ([.. all["settled"].Select(Number)], all["written"].Sum(Number));
        }
        finally
        {
            if (!child.HasExited)
                child.Kill();
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private async Task<SqliteLedger> OpenAsync() =>
        (await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = _folder }, TimeProvider.System))
        .ShouldBeOfType<SqliteOpenOutcome.Opened>().Ledger;
}
