using System.Diagnostics;
using System.Globalization;
using Tako.Core.Identity;
using Tako.Server.Spend;
using Tako.Storage.Sqlite;

namespace Tako.Server.Tests.Spend;

/// <summary>A process under load that is killed has lost no more than it settled within the flush interval.</summary>
public sealed class KillTests : IDisposable
{
    private const int FlushMilliseconds = 100;

    // One append, a busy machine's scheduler, and the line that was cut.
    private const int SlackMilliseconds = 1500;
    private readonly string _folder = Directory.CreateTempSubdirectory("tako-spend-").FullName;

    [Fact]
    public async Task What_a_kill_loses_was_settled_within_the_flush_interval()
    {
        long before = 0;
        for (var round = 1; round <= 3; round++)
        {
            var settled = await KillAsync(lines: 400 * round);
            await using var ledger = await OpenAsync();
            var written = (await SpendReport.ReadAsync(ledger, Tenant.Local, null, null)).Total;
            var kept = (int)Math.Min(written.Calls - before, settled.Count);

            (await ledger.VerifyAsync(Tenant.Local)).Findings.ShouldBeEmpty();
            written.Usd.ShouldBe(written.Calls * 0.02m);
            kept.ShouldBeGreaterThan(0);
            // Lines come in the order of settling, but for calls that ended in the same moment.
            foreach (var lost in settled.Skip(kept))
                (settled[^1] - lost).ShouldBeLessThanOrEqualTo(FlushMilliseconds + SlackMilliseconds);
            before = written.Calls;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<List<long>> KillAsync(int lines)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--child", _folder, $"{FlushMilliseconds}", "1000000"])
        {
            RedirectStandardOutput = true,
        };
        using var child = Process.Start(start)!;
        try
        {
            var said = new List<string>();
            while (said.Count < lines && await child.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
                said.Add(line);
            said.Count.ShouldBe(lines);
            child.Kill();
            var rest = await child.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
            await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            // The last line may be cut by the kill.
            return [.. said.Concat(rest.Split('\n')[..^1]).Select(line => long.Parse(line["settled ".Length..], CultureInfo.InvariantCulture))];
        }
        finally
        {
            if (!child.HasExited)
                child.Kill();
        }
    }

    private async Task<SqliteLedger> OpenAsync() =>
        (await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = _folder }, TimeProvider.System))
        .ShouldBeOfType<SqliteOpenOutcome.Opened>().Ledger;
}
