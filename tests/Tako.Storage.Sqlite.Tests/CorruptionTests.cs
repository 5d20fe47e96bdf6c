using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Tests.Processes;

namespace Tako.Storage.Sqlite.Tests;

public sealed class CorruptionTests : IDisposable
{
    private const int PageBytes = 4096;
    private static readonly StreamId _stream = new("task/t-1");
    private readonly Store _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Any_damaged_page_is_a_finding_or_an_outcome_and_never_a_crash()
    {
        await FillAsync();
        var clean = File.ReadAllBytes(_files.LedgerPath);
        var found = 0;
        var pages = clean.Length / PageBytes;
        for (var page = 0; page < pages; page++)
        {
            var damaged = (byte[])clean.Clone();
            damaged.AsSpan(page * PageBytes, PageBytes).Fill((byte)(0xA0 + page % 7));
            File.WriteAllBytes(_files.LedgerPath, damaged);
            found += await UseAsync() ? 1 : 0;
        }

        // Pages that are free, or hold only blobs, may be damaged without touching an event.
        found.ShouldBeGreaterThan(pages / 2);
    }

    [Fact]
    public async Task Single_flipped_bytes_are_found_where_events_are()
    {
        await FillAsync();
        var clean = File.ReadAllBytes(_files.LedgerPath);
        var chance = new Random(1);
        for (var round = 0; round < 150; round++)
        {
            var damaged = (byte[])clean.Clone();
            damaged[chance.Next(damaged.Length)] ^= (byte)chance.Next(1, 256);
            File.WriteAllBytes(_files.LedgerPath, damaged);
            await UseAsync();
        }

        // A byte of a body's text: SQLite cannot see it, the chain does.
        var body = clean.AsSpan().LastIndexOf("\"number\":123,"u8);
        clean[body + 10] ^= 1;
        File.WriteAllBytes(_files.LedgerPath, clean);
        await using var ledger = await _files.OpenAsync();
        var finding = (await ledger.VerifyAsync(Tenant.Local)).Findings.ShouldHaveSingleItem();
        (finding.Stream, finding.Seq).ShouldBe((_stream, 124));
    }

    [Fact]
    public async Task A_damaged_page_names_the_file_and_the_way_out()
    {
        await FillAsync();
        var root = long.Parse(_files.Ask("SELECT rootpage FROM sqlite_master WHERE name='events'")!);
        var bytes = File.ReadAllBytes(_files.LedgerPath);
        bytes.AsSpan((int)(root - 1) * PageBytes, PageBytes).Fill(0xA5);
        File.WriteAllBytes(_files.LedgerPath, bytes);

        await using var ledger = await _files.OpenAsync();
        var failed = (await ledger.AppendAsync(Tenant.Local, _stream, 200, 0, [Child.Event(0)],
            Durability.Durable)).ShouldBeOfType<AppendOutcome.Failed>();
        failed.Reason.ShouldContain(_files.LedgerPath);
        failed.Reason.ShouldContain("tako verify");
        (await ledger.VerifyAsync(Tenant.Local,
            _stream)).Findings.ShouldHaveSingleItem().What.ShouldContain("is damaged");
        await Should.ThrowAsync<LedgerUnavailableException>(async () =>
        {
            await foreach (var _ in ledger.ReadAsync(Tenant.Local, _stream))
            {
            }
        });
    }

    [Fact]
    public async Task A_file_that_is_no_ledger_is_not_opened()
    {
        File.WriteAllBytes(_files.LedgerPath, new byte[10_000].Select((_, i) => (byte)i).ToArray());
        await RefusedAsync("not a ledger");
        File.Delete(_files.LedgerPath);
        _files.Execute("CREATE TABLE notes(text)");
        await RefusedAsync("another program");
        File.Delete(_files.LedgerPath);
        await (await _files.OpenAsync()).DisposeAsync();
        _files.Execute("PRAGMA user_version=99");
        await RefusedAsync("layout 99");
    }

    private async Task RefusedAsync(string why)
    {
        var outcome = await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = _files.Folder },
            TimeProvider.System);
        var reason = outcome.ShouldBeOfType<SqliteOpenOutcome.Failed>().Reason;
        reason.ShouldContain(why);
        reason.ShouldContain(_files.LedgerPath);
    }

    private async Task FillAsync()
    {
        await using var ledger = await _files.OpenAsync();
        var blob = await ledger.PutAsync(Tenant.Local, new byte[20_000]);
        for (var seq = 0; seq < 200; seq += 50)
        {
            var events = Enumerable.Range(seq, 50).Select(number => Child.Event(number, blob)).ToArray();
            await ledger.AppendAsync(Tenant.Local, _stream, seq, 0, events, Durability.Durable);
        }
    }

    /// <summary>Everything a program does with a ledger; true when the damage was noticed.</summary>
    private async Task<bool> UseAsync()
    {
        var opening = await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = _files.Folder },
            TimeProvider.System);
        if (opening is not SqliteOpenOutcome.Opened { Ledger: var ledger })
            return true;
        await using (ledger)
        {
            var noticed = !(await ledger.VerifyAsync(Tenant.Local)).Intact;
            try
            {
                await foreach (var head in ledger.StreamsAsync(Tenant.Local, ""))
                {
                    await foreach (var entry in ledger.ReadAsync(Tenant.Local, head.Stream))
                        await ledger.GetAsync(Tenant.Local, entry.Blobs[0]);
                }

                await ledger.PutAsync(Tenant.Local, "more"u8.ToArray());
            }
            catch (LedgerUnavailableException)
            {
                noticed = true;
            }

            var outcome = await ledger.AppendAsync(Tenant.Local, _stream, 200, 0, [Child.Event(0)], Durability.Durable);
            return noticed || outcome is not AppendOutcome.Appended;
        }
    }
}
