using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Models.Pricing;
using Tako.Server.Spend;
using Tako.Testing.Time;

namespace Tako.Server.Tests.Spend;

public sealed class SpendReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 13, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<SpendRecord> Records =
        from minute in Gen.Choose(0, 3000)
        from key in Gen.Elements("", "k-1", "k-2")
        from team in Gen.Elements(null, "t", "u")
        from model in Gen.Elements("m", "n")
        from tags in Gen.Elements<string[]?>(null, ["a"], ["a", "b"])
        from tokens in Gen.Choose(0, 1000)
        from kind in Gen.Choose(0, 3)
        select new SpendRecord
        {
            At = Start.AddMinutes(minute),
            Key = key,
            Team = team,
            Model = model,
            Tags = tags,
            Tokens = kind == 0 ? null : new TokenBuckets { Input = tokens, Output = tokens / 2 },
            ChargedTokens = kind == 0 ? tokens : null,
            Usd = kind == 1 ? null : tokens / 1000m,
            Outcome = kind == 3 ? "rateLimited" : "ok",
        };

    [Fact]
    public void Roll_ups_and_records_tell_the_same_however_they_are_divided() =>
        Prop.ForAll(Records.ListOf().ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (records, every) =>
        {
            var (one, other) = (ReadAsync(records, every).GetAwaiter().GetResult(),
                ReadAsync(records, int.MaxValue, finish: false).GetAwaiter().GetResult());
            foreach (var dimension in Enum.GetValues<SpendDimension>())
                one.By(dimension).ShouldBe(other.By(dimension));
            one.Total.Calls.ShouldBe(records.Count());
            one.Total.Usd.ShouldBe(records.Sum(record => record.Usd ?? 0));
            one.Total.Tokens.ShouldBe(records.Sum(record => SpendSum.Of(record).Tokens));
            one.By(SpendDimension.Key).Sum(line => line.Sum.Calls).ShouldBe(one.Total.Calls);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public async Task A_report_holds_the_hours_that_were_asked_for()
    {
        var records = Enumerable.Range(0, 48).Select(hour => new SpendRecord
        {
            At = Start.AddHours(hour).AddMinutes(30), Model = "m", Usd = 1, Tokens = default(TokenBuckets),
        });

        var report = await ReadAsync(records, every: 5, since: Start.AddHours(10).AddMinutes(45), until: Start.AddHours(30));

        report.Total.Calls.ShouldBe(20);
        report.Since.ShouldBe(Start.AddHours(10));
        report.By(SpendDimension.Day).Select(line => line.Sum.Calls).ShouldBe([14, 6]);
    }

    [Fact]
    public async Task A_roll_up_of_many_different_calls_is_divided_over_events()
    {
        var records = Enumerable.Range(0, 3000).Select(number => new SpendRecord
        {
            At = Start,
            Key = $"k-{number}",
            Model = new string('ü', 100),
            Tags = [$"tag {number}"],
            Usd = number,
            Tokens = default(TokenBuckets),
        }).ToList();

        var report = await ReadAsync(records, every: 3000);

        report.By(SpendDimension.Key).Count.ShouldBe(3000);
        report.Total.Usd.ShouldBe(records.Sum(record => record.Usd!.Value));
    }

    [Fact]
    public async Task A_roll_up_that_was_cut_off_is_passed_over()
    {
        var time = new ManualTimeProvider(Start);
        var ledger = new MemoryLedger(time);
        var page = new SpendPage(ledger, Tenant.Local, SpendStreams.DayOf(Start), "p-1", int.MaxValue);
        await page.AppendAsync([new SpendRecord { At = Start, Model = "m", Usd = 1 }]);
        var roll = new SpendRoll();
        roll.Add(new SpendRecord { At = Start, Model = "m", Usd = 1 });
        var part = new SpendRolled(1, Last: false, [new SpendRolledRow { Hour = 1, Sum = new SpendSum { Usd = 9 } }]);
        await ledger.AppendAsync(Tenant.Local, SpendStreams.RolledOf(SpendStreams.Of(SpendStreams.DayOf(Start), "p-1")),
            0, 0, [new NewEvent
        {
            Type = "spend.rolled",
            Actor = "gateway",
            Body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(part, SpendEventJson.Default.SpendRolled),
        }], Durability.Relaxed);

        (await SpendReport.ReadAsync(ledger, Tenant.Local, null, null)).Total.Usd.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_rolled_up_by_the_next_one_that_starts_days_later()
    {
        var ledger = new MemoryLedger(new ManualTimeProvider(Start));
        var page = new SpendPage(ledger, Tenant.Local, SpendStreams.DayOf(Start), "p-1", 150);
        for (var batch = 0; batch < 5; batch++)
        {
            await page.AppendAsync([.. Enumerable.Range(0, 100).Select(number => new SpendRecord
            {
                At = Start, Model = "m", Usd = 1, Tokens = default(TokenBuckets),
            })]);
        }

        (await SeedAsync(SpendStreams.DayOf(Start))).ShouldBe((400, 100));
        (await SeedAsync(SpendStreams.DayOf(Start).AddDays(1))).ShouldBe((400, 100));
        (await SeedAsync(SpendStreams.DayOf(Start).AddDays(1))).ShouldBe((500, 0));

        async Task<(long Rolled, int Single)> SeedAsync(DateOnly tidy)
        {
            var (rolled, single) = (0L, 0);
            await new SpendFeed(ledger, Tenant.Local, "p-2").SeedAsync(null, (_, sum) => rolled += sum.Calls, _ => single++, tidy, default);
            return (rolled, single);
        }
    }

    private static async Task<SpendReport> ReadAsync(IEnumerable<SpendRecord> records, int every, DateTimeOffset? since = null,
        DateTimeOffset? until = null, bool finish = true)
    {
        var ledger = new MemoryLedger(new ManualTimeProvider(Start));
        foreach (var day in records.GroupBy(record => SpendStreams.DayOf(record.At)))
        {
            var page = new SpendPage(ledger, Tenant.Local, day.Key, "p-1", every);
            foreach (var some in day.Chunk(7))
                (await page.AppendAsync(some)).ShouldBeNull();
            if (finish)
                await page.RollAsync();
        }

        return await SpendReport.ReadAsync(ledger, Tenant.Local, since, until);
    }
}
