using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Faults;
using Tako.Server.Keys;

namespace Tako.Server.Tests.Keys;

public sealed class AllowanceTests
{
    [Theory]
    [InlineData("5usd/day", "5 USD/day")]
    [InlineData("$1.50/hour@openai/gpt-*", "1.5 USD/hour for openai/gpt-*")]
    [InlineData("2M/month", "2000000 tokens/month")]
    [InlineData("200k tokens/week#batch", "200000 tokens/week tagged batch")]
    [InlineData("3 usd/total@a#b", "3 USD/total for a tagged b")]
    public void A_budget_is_read_as_people_type_it(string text, string meant) =>
        AllowanceText.Parse(text).ShouldBeOfType<Parsed<Allowance>.Ok>().Value.ToString().ShouldBe(meant);

    [Theory]
    [InlineData("5usd")]
    [InlineData("5usd/year")]
    [InlineData("/day")]
    [InlineData("lots/day")]
    [InlineData("0usd/day")]
    [InlineData("-5usd/day")]
    [InlineData("5usd/day@")]
    [InlineData("0/day")]
    public void Anything_else_is_refused_and_says_what_was_expected(string text) =>
        AllowanceText.Parse(text).ShouldBeOfType<Parsed<Allowance>.Faulty>().Faults[0].Message.Length.ShouldBeGreaterThan(20);

    [Fact]
    public void A_moment_lies_in_its_window_and_the_next_begins_where_it_ends() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Two().ToArbitrary(), pair =>
        {
            var moment = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(pair.Item1 % 400_000_000)
                .AddTicks(pair.Item2);
            foreach (var window in (BudgetWindow[])[BudgetWindow.Hour, BudgetWindow.Day, BudgetWindow.Week, BudgetWindow.Month])
            {
                var (start, end) = (window.Start(moment), window.End(moment)!.Value);
                (start <= moment && moment < end).ShouldBeTrue();
                window.Start(end).ShouldBe(end);
                window.Start(end.AddTicks(-1)).ShouldBe(start);
            }

            BudgetWindow.Week.Start(moment).DayOfWeek.ShouldBe(DayOfWeek.Monday);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Windows_are_those_of_utc_whatever_the_offset() =>
        BudgetWindow.Day.Start(new DateTimeOffset(2026, 5, 2, 1, 0, 0, TimeSpan.FromHours(9))).ShouldBe(
            new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
}
