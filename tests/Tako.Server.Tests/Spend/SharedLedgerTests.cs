using System.Diagnostics;
using Tako.Core.Identity;
using Tako.Server.Keys;
using Tako.Server.Limits;
using Tako.Server.Spend;
using Tako.Server.Tests.Money;
using Tako.Storage.Sqlite;
using Tako.Testing.Time;

namespace Tako.Server.Tests.Spend;

/// <summary>Several gateways on one ledger file.</summary>
public sealed class SharedLedgerTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tako-shared-").FullName;
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 13, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_one_spends_the_other_counts_once_it_has_read_it()
    {
        await using var ledgers = await Two.OpenAsync(_folder, _time);
        await using var here = await Counter.OpenAsync(null, ledgers.One, _time, seed: 1);
        await using var there = await Counter.OpenAsync(null, ledgers.Other, _time, seed: 2);
        await here.KeyAsync("ci", new Allowance { Tokens = 100, Per = BudgetWindow.Day }, new Allowance { RequestsPerMinute = 3 });
        await there.Till.SyncAsync();
        var (one, other) = (here.Till.Keys.Named("ci")!, there.Till.Keys.Named("ci")!);
        Counter.Settle(here.Admit(one, 60), 60);
        Counter.Settle(there.Admit(other, 30), 30);

        await here.Till.SyncAsync();
        await there.Till.SyncAsync();
        await here.Till.SyncAsync();

        here.Standing(one).UsedTokens.ShouldBe(90);
        there.Standing(other).UsedTokens.ShouldBe(90);
        there.Admission.Admit(Counter.Ask(other, 11)).ShouldBeOfType<AdmissionOutcome.OutOfBudget>();
        Counter.Settle(there.Admit(other, 10), 10);
        await there.Till.SyncAsync();
        await here.Till.SyncAsync();
        var refused = here.Admission.Admit(Counter.Ask(one, 1)).ShouldBeOfType<AdmissionOutcome.OutOfBudget>();
        refused.Why.Used.ShouldBe(100);
        here.Admission.Standing(one)[1].Requests.ShouldBe(3);
    }

    [Fact]
    public async Task A_gateway_that_starts_knows_what_was_spent_before_in_every_window()
    {
        Allowance[] allowances = [.. Enum.GetValues<BudgetWindow>()
            .Select(window => new Allowance { Tokens = 1_000_000, Per = window })];
        await using var ledgers = await Two.OpenAsync(_folder, _time);
        await using (var before = await Counter.OpenAsync(new MoneyConfig { Spend = new SpendOptions { RollEvery = 3 } },
            ledgers.One, _time))
        {
            var key = await before.KeyAsync("ci", allowances);
            // Last year, last month, this month before this week, this week before today, today before this hour, this hour.
            foreach (var (date, tokens) in new[] { ("2025-11-03", 1), ("2026-04-30", 20), ("2026-05-08", 300),
                ("2026-05-11", 4000) })
            {
                var ticket = before.Admit(key, tokens);
                Counter.Settle(Back(ticket, DateTimeOffset.Parse($"{date}T12:00:00Z")), tokens);
            }

            Counter.Settle(Back(before.Admit(key, 50_000), _time.GetUtcNow().AddHours(-3)), 50_000);
            Counter.Settle(before.Admit(key, 600_000), 600_000);
        }

        await using var after = await Counter.OpenAsync(null, ledgers.Other, _time, seed: 9);
        var standing = after.Admission.Standing(after.Till.Keys.Named("ci"));

        standing.Select(limit => limit.UsedTokens).ShouldBe([600_000, 650_000, 654_000, 654_300, 654_321]);
        standing.Select(limit => limit.UsedUsd).ShouldBe(standing.Select(limit => limit.UsedTokens * 2m / 1000));

        // The clock of a test only goes forward, so an earlier call is one whose ticket says so.
        static CallTicket Back(CallTicket ticket, DateTimeOffset at)
        {
            var field = typeof(CallTicket).GetProperty("At",
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
            field.SetValue(ticket, at);
            return ticket;
        }
    }

    [Fact]
    public async Task Two_processes_under_load_together_pass_a_budget_by_no_more_than_they_had_not_read()
    {
        var system = TimeProvider.System;
        const int Budget = 20_000;
        await using var ledgers = await Two.OpenAsync(_folder, system);
        using (var keys = new KeyBook(ledgers.One, Tenant.Local, system,
            new KeyMint(new IdSource(system, new Random(1)), new Random(2))))
        {
            (await keys.CreateAsync(new KeySettings { Name = "ci",
                Allowances = [new Allowance { Tokens = Budget, Per = BudgetWindow.Total }] }, "user"))
                .ShouldBeOfType<KeyOutcome.Created>();
        }

        var children = Enumerable.Range(0, 2).Select(_ => Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            ["--child", _folder, "20", "4000", "ci"]) { RedirectStandardOutput = true })!).ToList();
        try
        {
            var said = await Task.WhenAll(children.Select(child => child.StandardOutput.ReadToEndAsync()))
                .WaitAsync(TimeSpan.FromSeconds(120));
            var settled = said.Sum(text => text.Split('\n').Count(line => line.StartsWith("settled", StringComparison.Ordinal)));
            said.ShouldAllBe(text => text.Contains("refused"));

            // Each would have taken 40,000 tokens alone. What one had not read of the other is at most all of the other's budget.
            var total = (await SpendReport.ReadAsync(ledgers.Other, Tenant.Local, null, null)).Total;
            output.WriteLine($"{total.Tokens} tokens of a budget of {Budget} by two processes");
            total.Calls.ShouldBe(settled);
            total.Tokens.ShouldBe(settled * 10);
            total.Tokens.ShouldBeInRange(Budget, Budget * 3 / 2);
        }
        finally
        {
            foreach (var child in children)
            {
                if (!child.HasExited)
                    child.Kill();
                child.Dispose();
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed record Two(SqliteLedger One, SqliteLedger Other) : IAsyncDisposable
    {
        public static async Task<Two> OpenAsync(string folder, TimeProvider time)
        {
            return new Two(await One(), await One());

            async Task<SqliteLedger> One() => (await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = folder }, time))
                .ShouldBeOfType<SqliteOpenOutcome.Opened>().Ledger;
        }

        public async ValueTask DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
        }
    }
}
