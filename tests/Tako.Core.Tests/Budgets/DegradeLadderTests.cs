using Tako.Core.Budgets;

namespace Tako.Core.Tests.Budgets;

public class DegradeLadderTests
{
    [Theory]
    [InlineData(0, DegradeStage.Full)]
    [InlineData(59, DegradeStage.Full)]
    [InlineData(60, DegradeStage.CheaperModel)]
    [InlineData(75, DegradeStage.FewerArms)]
    [InlineData(90, DegradeStage.ReflexesOnly)]
    [InlineData(100, DegradeStage.Partial)]
    [InlineData(140, DegradeStage.Partial)]
    public void Each_stage_begins_at_its_share(int spent, DegradeStage stage) =>
        new DegradeLadder(new DegradeOptions()).StageFor(After(new BudgetLimits { Tokens = 100 }, spent)).ShouldBe(stage);

    [Fact]
    public void The_measure_that_is_scarcest_decides()
    {
        var time = new ManualTime();
        var budget = Budget.Open("task", new BudgetLimits { Tokens = 1000, Time = TimeSpan.FromMinutes(10) }, time);
        time.Pass(TimeSpan.FromMinutes(8));

        new DegradeLadder(new DegradeOptions()).StageFor(budget.Status).ShouldBe(DegradeStage.FewerArms);
    }

    [Fact]
    public void A_blocked_budget_leaves_only_a_partial_result()
    {
        var status = After(new BudgetLimits { Tokens = 100 }, 10) with { Blocked = true };

        new DegradeLadder(new DegradeOptions()).StageFor(status).ShouldBe(DegradeStage.Partial);
    }

    [Fact]
    public void Without_limits_nothing_degrades() =>
        new DegradeLadder(new DegradeOptions()).StageFor(After(new BudgetLimits(), 100_000)).ShouldBe(DegradeStage.Full);

    [Theory]
    [InlineData(0.9, 0.5, 0.95, 1)]
    [InlineData(-0.1, 0.5, 0.95, 1)]
    [InlineData(0.1, 0.5, 0.95, 1.5)]
    [InlineData(double.NaN, 0.5, 0.95, 1)]
    public void Shares_that_do_not_rise_are_refused(double cheaper, double fewer, double reflexes, double partial) =>
        Should.Throw<ArgumentException>(() => new DegradeLadder(new DegradeOptions
        {
            CheaperModel = cheaper, FewerArms = fewer, ReflexesOnly = reflexes, Partial = partial,
        })).Message.ShouldContain("rise");

    private static BudgetStatus After(BudgetLimits limits, long tokens)
    {
        var budget = Budget.Open("task", limits, new ManualTime());
        var outcome = budget.Reserve("call", new Amount(Math.Min(tokens, 100), 0));
        outcome.ShouldBeOfType<ReserveOutcome.Reserved>().Reservation
            .Settle(new Usage { InputTokens = tokens, OutputTokens = 0, Usd = 0 });
        return budget.Status;
    }
}
