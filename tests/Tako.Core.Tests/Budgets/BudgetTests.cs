using Tako.Core.Budgets;

namespace Tako.Core.Tests.Budgets;

public class BudgetTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void What_is_reserved_is_not_available_to_anyone_else()
    {
        var budget = Open(tokens: 100);

        var first = Reserve(budget, 70);
        var refused = budget.Reserve("second call", new Amount(31, 0)).ShouldBeOfType<ReserveOutcome.Refused>();

        refused.Why.Measure.ShouldBe("tokens");
        refused.Why.Message.ShouldContain("31");
        refused.Why.Message.ShouldContain("30");
        first.Settle(new Usage { InputTokens = 10, OutputTokens = 5, Usd = 0 });
        budget.Status.Settled.Tokens.ShouldBe(15);
        budget.Status.TokensLeft.ShouldBe(85);
    }

    [Fact]
    public void A_call_that_failed_gives_everything_back()
    {
        var budget = Open(tokens: 100, usd: 1);

        using (Reserve(budget, 70, 0.5m))
            budget.Status.Reserved.ShouldBe(new Amount(70, 0.5m));

        budget.Status.Reserved.ShouldBe(default);
        budget.Status.Settled.ShouldBe(default);
    }

    [Fact]
    public void Unknown_usage_is_charged_whole_and_counted_and_never_zero()
    {
        var budget = Open(tokens: 100, usd: 1);

        Reserve(budget, 40, 0.25m).Settle(Usage.Unknown);
        Reserve(budget, 20, 0.25m).Settle(new Usage { InputTokens = 5, OutputTokens = 5 });
        Reserve(budget, 20, 0.25m).Settle(new Usage { InputTokens = -3, OutputTokens = 5, Usd = 0.01m });

        budget.Status.Settled.ShouldBe(new Amount(70, 0.51m));
        budget.Status.UnknownCalls.ShouldBe(3);
    }

    [Fact]
    public void An_overrun_is_recorded_and_blocks_the_next_call_on_the_whole_way_to_the_root()
    {
        var root = Open(tokens: 100);
        var child = Child(root, tokens: 50);

        Reserve(child, 50).Settle(new Usage { InputTokens = 100, OutputTokens = 30, Usd = 0 });

        root.Status.Settled.Tokens.ShouldBe(130);
        child.Status.Blocked.ShouldBeTrue();
        root.Status.Blocked.ShouldBeTrue();
        root.Reserve("next", default).ShouldBeOfType<ReserveOutcome.Refused>().Why.Measure.ShouldBe("overrun");
        Refusal(child).Measure.ShouldBe("overrun");

        root.Unblock();
        child.Status.Blocked.ShouldBeFalse();
        Refusal(root).Measure.ShouldBe("tokens");
    }

    [Fact]
    public void Using_more_of_a_measure_that_nobody_limits_blocks_nothing()
    {
        var budget = Open(tokens: 100);

        Reserve(budget, 10, 0).Settle(new Usage { InputTokens = 1, OutputTokens = 1, Usd = 0.5m });

        budget.Status.Blocked.ShouldBeFalse();
        budget.Status.Settled.Usd.ShouldBe(0.5m);
    }

    [Fact]
    public void A_child_holds_its_limits_at_the_parent_and_gives_back_what_is_left()
    {
        var root = Open(tokens: 100, usd: 1);
        var child = Child(root, tokens: 60);

        root.Status.Reserved.Tokens.ShouldBe(60);
        Refusal(root, 41).Measure.ShouldBe("tokens");
        Reserve(child, 60).Settle(new Usage { InputTokens = 10, OutputTokens = 0, Usd = 0.125m });
        child.Close();

        root.Status.Reserved.ShouldBe(default);
        root.Status.Settled.ShouldBe(new Amount(10, 0.125m));
        Refusal(child).Measure.ShouldBe("closed");
    }

    [Fact]
    public void A_child_without_a_limit_draws_on_its_parent_call_by_call()
    {
        var root = Open(tokens: 100, usd: 1);
        var child = Child(root, tokens: null);

        var reservation = Reserve(child, 80, 0.5m);

        root.Status.Reserved.ShouldBe(new Amount(80, 0.5m));
        var why = Refusal(child, 21);
        why.Budget.ShouldBe("task");
        reservation.Release();
        Reserve(child, 100, 1);
    }

    [Fact]
    public void A_call_under_way_keeps_its_reservation_when_its_budget_closes()
    {
        var root = Open(tokens: 100);
        var child = Child(root, tokens: 60);
        var reservation = Reserve(child, 20);

        child.Close();
        root.Status.Reserved.Tokens.ShouldBe(20);
        reservation.Settle(new Usage { InputTokens = 3, OutputTokens = 4, Usd = 0 });

        root.Status.Reserved.Tokens.ShouldBe(0);
        root.Status.Settled.Tokens.ShouldBe(7);
    }

    [Fact]
    public void More_than_the_parent_has_left_is_not_given_to_a_child()
    {
        var root = Open(tokens: 100);
        Child(root, tokens: 60);

        var refused = root.OpenChild("second", new BudgetLimits { Tokens = 41 }).ShouldBeOfType<OpenChildOutcome.Refused>();
        refused.Why.Measure.ShouldBe("tokens");
        Child(root, tokens: 40);
    }

    [Fact]
    public void Nothing_is_started_once_the_time_is_over()
    {
        var root = Budget.Open("task", new BudgetLimits { Time = TimeSpan.FromMinutes(10) }, _time);
        _time.Pass(TimeSpan.FromMinutes(4));
        var child = ((OpenChildOutcome.Opened)root.OpenChild("arm", new BudgetLimits { Time = TimeSpan.FromMinutes(5) })).Budget;
        _time.Pass(TimeSpan.FromMinutes(5));

        Refusal(child).Measure.ShouldBe("time");
        child.Status.Share.ShouldBe(1);
        root.Status.Share.ShouldBe(0.9, 0.001);
        Reserve(root, 1).Release();
        _time.Pass(TimeSpan.FromMinutes(1));
        Refusal(root).Measure.ShouldBe("time");
    }

    [Fact]
    public void A_reservation_ends_once()
    {
        var budget = Open(tokens: 100);
        var reservation = Reserve(budget, 50);

        reservation.Settle(new Usage { InputTokens = 10, OutputTokens = 10, Usd = 0 });
        reservation.Release();
        reservation.Settle(Usage.Unknown);

        budget.Status.Settled.Tokens.ShouldBe(20);
        budget.Status.UnknownCalls.ShouldBe(0);
    }

    private Budget Open(long? tokens = null, decimal? usd = null) =>
        Budget.Open("task", new BudgetLimits { Tokens = tokens, Usd = usd }, _time);

    private static Budget Child(Budget parent, long? tokens) =>
        parent.OpenChild("arm", new BudgetLimits { Tokens = tokens }).ShouldBeOfType<OpenChildOutcome.Opened>().Budget;

    private static Reservation Reserve(Budget budget, long tokens, decimal usd = 0) =>
        budget.Reserve("call", new Amount(tokens, usd)).ShouldBeOfType<ReserveOutcome.Reserved>().Reservation;

    private static Shortfall Refusal(Budget budget, long tokens = 1) =>
        budget.Reserve("call", new Amount(tokens, 0)).ShouldBeOfType<ReserveOutcome.Refused>().Why;
}
