using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Models.Pricing;
using Tako.Server.Keys;
using Tako.Server.Spend;
using Tako.Testing.Time;

namespace Tako.Server.Tests.Spend;

public sealed class ForecastTests
{
    // A Wednesday, half past ten.
    private static readonly DateTimeOffset Now = new(2026, 5, 13, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_even_rate_goes_on_evenly_to_the_end_of_the_window()
    {
        var line = await LineAsync(days: 10, _ => 2m, BudgetWindow.Month);

        line.Method.ShouldBe("linear");
        // Ten days are behind, 18 days, 13 hours and a half ahead, and half an hour of the running hour is spent.
        line.Spent.ShouldBe(2 * 10 * 24 + 1);
        line.Expected!.Value.ShouldBe(line.Spent + 2 * (18 * 24 + 13.5m), 0.5m);
        line.High!.Value.ShouldBeGreaterThanOrEqualTo(line.Expected!.Value);
        line.Hours.ShouldBe(240);
    }

    [Fact]
    public async Task With_four_weeks_of_history_the_hours_of_the_week_repeat()
    {
        // Money is spent on weekdays only, so the same Wednesday morning is half of the week's spend away from its end.
        var line = await LineAsync(days: 56, at => at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1,
            BudgetWindow.Week);

        line.Method.ShouldBe("hour of week");
        line.Expected!.Value.ShouldBe(5 * 24, 0.6m);
        (line.High - line.Low)!.Value.ShouldBeLessThan(1m);
    }

    [Fact]
    public async Task A_rate_that_jumps_gives_a_wide_interval_that_holds_the_truth()
    {
        var random = new Random(7);
        var line = await LineAsync(days: 12, _ => random.Next(0, 100), BudgetWindow.Week);

        (line.Low < line.Expected && line.Expected < line.High).ShouldBeTrue();
        (line.High - line.Expected)!.Value.ShouldBeInRange(200, 1200);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.0)]
    public async Task With_too_little_history_there_is_no_number(double days)
    {
        var line = await LineAsync(days, _ => 1, BudgetWindow.Month);

        (line.Expected, line.Low, line.High).ShouldBe((null, null, null));
        line.Method.ShouldStartWith("too little history");
    }

    [Fact]
    public async Task Each_key_has_its_own_forecast_and_the_dearest_comes_first()
    {
        var report = await ReportAsync(10, _ => 1, "k-1", "k-2", "k-2");
        var lines = Forecast.Of(report, SpendDimension.Key, BudgetWindow.Month, Now);

        lines.Select(line => line.Name).ShouldBe(["k-2", "k-1"]);
        lines[0].Expected!.Value.ShouldBe(2 * lines[1].Expected!.Value, 0.01m);
    }

    private static async Task<ForecastLine> LineAsync(double days, Func<DateTimeOffset, decimal> rate, BudgetWindow window) =>
        Forecast.Of(await ReportAsync(days, rate, "k"), null, window, Now).ShouldHaveSingleItem();

    /// <summary>Calls on the hour and at half past, up to now.</summary>
    private static async Task<SpendReport> ReportAsync(double days, Func<DateTimeOffset, decimal> rate, params string[] keys)
    {
        var ledger = new MemoryLedger(new ManualTimeProvider(Now));
        var first = Now.AddMinutes(-30).AddDays(-days);
        var records = new List<SpendRecord>();
        for (var at = first; at <= Now.AddMinutes(-30); at = at.AddHours(1))
        {
            var usd = rate(at);
            foreach (var half in (int[])[0, 30])
            {
                if (at.AddMinutes(half) < Now)
                    records.AddRange(keys.Select(key => new SpendRecord
                    {
                        At = at.AddMinutes(half), Key = key, Model = "m", Usd = usd / 2, Tokens = default(TokenBuckets),
                    }));
            }
        }

        foreach (var day in records.GroupBy(record => SpendStreams.DayOf(record.At)))
        {
            var page = new SpendPage(ledger, Tenant.Local, day.Key, "p-1", 50);
            foreach (var some in day.Chunk(100))
                await page.AppendAsync(some);
        }

        return await SpendReport.ReadAsync(ledger, Tenant.Local, Forecast.Since(BudgetWindow.Month, Now), null);
    }
}
