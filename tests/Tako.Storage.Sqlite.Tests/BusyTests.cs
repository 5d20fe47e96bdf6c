using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;
using Tako.Storage.Sqlite.Tests.Processes;

namespace Tako.Storage.Sqlite.Tests;

public sealed class BusyTests : IDisposable
{
    private static readonly StreamId _stream = new("task/t-1");
    private readonly Store _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(Durability.Durable)]
    [InlineData(Durability.Relaxed)]
    public async Task A_process_that_never_stops_writing_is_an_outcome_and_reading_goes_on(Durability durability)
    {
        var opening = await SqliteLedger.OpenAsync(
            new SqliteLedgerOptions { Folder = _files.Folder, BusyTimeout = TimeSpan.FromMilliseconds(50) },
                TimeProvider.System);
        await using var ledger = opening.ShouldBeOfType<SqliteOpenOutcome.Opened>().Ledger;
        await ledger.AppendAsync(Tenant.Local, _stream, 0, 0, [Child.Event(0)], durability);
        using (var other = new Connection(_files.LedgerPath, TimeSpan.Zero))
        {
            other.Execute("BEGIN IMMEDIATE");
            (await ledger.AppendAsync(Tenant.Local, _stream, 1, 0, [Child.Event(1)], durability))
                .ShouldBeOfType<AppendOutcome.Failed>().Reason.ShouldContain("Another process has been writing");
            (await ledger.VerifyAsync(Tenant.Local)).Events.ShouldBe(1);
            other.Execute("ROLLBACK");
        }

        (await ledger.AppendAsync(Tenant.Local, _stream, 1, 0, [Child.Event(1)],
            durability)).ShouldBe(new AppendOutcome.Appended(2));
    }

    [Fact]
    public async Task A_closed_ledger_is_closed_twice_without_harm()
    {
        var ledger = await _files.OpenAsync();
        await ledger.DisposeAsync();
        await ledger.DisposeAsync();
    }
}
