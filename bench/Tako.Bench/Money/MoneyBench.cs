using System.Globalization;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Models.Calls;
using Tako.Models.Pricing;
using Tako.Server.Keys;
using Tako.Server.Limits;
using Tako.Server.Spend;
using Tako.Storage.Sqlite;

namespace Tako.Bench.Money;

/// <summary>
/// What money costs a call: finding a key, estimating a prompt, admitting and settling under several limits by one caller
/// and by several; and how long a start and a report take on a ledger with very many records, with and without roll-ups.
/// Relaxed durability. Argument: number of records (default 1,000,000; 0 for none).
/// </summary>
internal static class MoneyBench
{
    private const int Calls = 400_000;
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(string[] args)
    {
        var records = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        await HotAsync();
        if (records > 0)
        {
            await ColdAsync(records, rollEvery: 4096);
            await ColdAsync(records, rollEvery: int.MaxValue);
        }

        return 0;
    }

    private static async Task HotAsync()
    {
        await using var till = await OpenAsync(new MemoryLedger(Time), new MoneyConfig
        {
            // Records are written by nobody here, so that only admission is measured; the log has room for all of them.
            Spend = new SpendOptions { Flush = TimeSpan.FromMinutes(10), MostUnwritten = 4 * Calls, Drain = TimeSpan.Zero },
            Rules =
            [
                Rule("all", new Allowance { Usd = 1_000_000, Per = BudgetWindow.Month }),
                Rule("each", new Allowance
                {
                    RequestsPerMinute = int.MaxValue, TokensPerMinute = long.MaxValue / 4, Concurrency = 1000,
                }) with
                {
                    Each = LimitEach.Key,
                },
                Rule("tag", new Allowance { Usd = 1000, Per = BudgetWindow.Day, Tag = "batch" }),
            ],
        });
        await till.Keys.SetTeamAsync("t", _ =>
            new TeamSettings { Name = "t", Allowances = [new Allowance { Tokens = long.MaxValue / 4 }] }, "bench");
        var made = (KeyOutcome.Created)await till.Keys.CreateAsync(new KeySettings
        {
            Name = "bench", Team = "t", Allowances = [new Allowance { Usd = 1_000_000, Per = BudgetWindow.Day }],
        }, "bench");
        const string Prompt = """{"messages":[{"role":"user","content":"Say it again, and then once more."}]}""";
        var prompt = System.Text.Encoding.UTF8.GetBytes(Prompt.PadRight(2048));
        var ask = new AdmissionAsk
        {
            Key = made.Key,
            Model = "gpt-5",
            MaxOutput = 500,
            Price = PriceCeiling.Of(new ModelPrices { Input = 1, Output = 8, CacheWrite = 1.25m }),
        };
        var report = new CallReport
        {
            Usage = new ReportedUsage { Input = 400, Output = 90 }, Usd = 0.001m, Elapsed = TimeSpan.FromSeconds(1),
        };
        var head = new AnswerHead { Model = "gpt-5", Provider = "openai", Attempts = 1 };
        Print("find a key", Each(() => till.Keys.Find(made.Secret)));
        Print("estimate 2 KiB of prompt", Each(() => TokenCeiling.Tokens(prompt)));
        Action call = () => ((AdmissionOutcome.Admitted)till.Admission.Admit(ask)).Ticket.Settle(report, head);
        for (var warm = 0; warm < 20_000; warm++)
            call();
        Print("admit and settle, five limits, one caller", Each(call));
        var start = Time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var number = 0; number < Calls / 2; number++)
                call();
        })));
        Print("the same by two callers at once, of the wall clock", Time.GetElapsedTime(start).TotalNanoseconds / Calls);
        await till.Log.FlushAsync();
    }

    private static async Task ColdAsync(int records, int rollEvery)
    {
        var folder = Directory.CreateTempSubdirectory("tako-bench-money-").FullName;
        try
        {
            await using var ledger = ((SqliteOpenOutcome.Opened)await SqliteLedger.OpenAsync(
                new SqliteLedgerOptions { Folder = folder }, Time)).Ledger;
            var start = Time.GetTimestamp();
            await FillAsync(ledger, records, rollEvery);
            var how = rollEvery == int.MaxValue ? "without roll-ups" : "with roll-ups";
            Console.WriteLine($"{records} records {how}: written in {Seconds(start)}");
            start = Time.GetTimestamp();
            await using (await OpenAsync(ledger, MoneyConfig.Default))
                Console.WriteLine($"  a gateway starts in {Seconds(start)}");
            start = Time.GetTimestamp();
            var report = await SpendReport.ReadAsync(ledger, Tenant.Local, null, null);
            var (keys, calls) = (report.By(SpendDimension.Key).Count, report.Total.Calls);
            Console.WriteLine($"  a report of {keys} keys and {calls} calls is read in {Seconds(start)}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Ten keys and three models, as a day of one busy process leaves them.
    private static async Task FillAsync(ILedger ledger, int records, int rollEvery)
    {
        var at = BudgetWindow.Day.Start(Time.GetUtcNow());
        var page = new SpendPage(ledger, Tenant.Local, SpendStreams.DayOf(at), "p-bench", rollEvery);
        var batch = new List<SpendRecord>();
        for (var number = 0; number < records; number++)
        {
            batch.Add(new SpendRecord
            {
                Number = number,
                At = at.AddSeconds(86_000.0 * number / records),
                Key = $"k-0198c2d1a7b97c3e9f1{number % 10}",
                Team = "research",
                Model = $"model-{number % 3}",
                Answered = $"model-{number % 3}",
                Provider = "openai",
                Wire = "chat",
                Tokens = new TokenBuckets { Input = 400 + number % 100, CacheRead = 100, Output = 90 },
                Usd = 0.0012m,
                Attempts = 1,
                Ms = 900,
            });
            if (batch.Count < LedgerLimits.EventsPerAppend && number < records - 1)
                continue;
            if (await page.AppendAsync(batch) is { } wrong)
                throw new InvalidOperationException(wrong);
            batch.Clear();
        }

        if (rollEvery < int.MaxValue)
            await page.RollAsync();
    }

    private static Task<Till> OpenAsync(ILedger ledger, MoneyConfig config) => Till.OpenAsync(new TillParts
    {
        Ledger = ledger, Tenant = Tenant.Local, Ids = new IdSource(Time, new Random(1)), Chance = new Random(2), Config = config,
    });

    private static double Each(Action what)
    {
        for (var warm = 0; warm < 20_000; warm++)
            what();
        var start = Time.GetTimestamp();
        for (var number = 0; number < Calls; number++)
            what();
        return Time.GetElapsedTime(start).TotalNanoseconds / Calls;
    }

    private static LimitRule Rule(string name, Allowance allowance) => new() { Name = name, Allowance = allowance };

    private static void Print(string what, double nanoseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-52} {nanoseconds,8:0} ns"));

    private static string Seconds(long start) =>
        string.Create(CultureInfo.InvariantCulture, $"{Time.GetElapsedTime(start).TotalSeconds:0.00} s");
}
