using Tako.Core.Budgets;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Core.Tests.Budgets;

public class BudgetRestoreTests
{
    private static readonly BudgetLimits Limits = new() { Tokens = 1000, Time = TimeSpan.FromMinutes(10) };
    private readonly ManualTime _time = new();
    private readonly List<NewEvent> _events = [];

    [Fact]
    public async Task Time_at_work_goes_on_where_the_last_event_stood_and_not_by_the_clock_on_the_wall()
    {
        var budget = Budget.Open("task", Limits, _time);
        _time.Pass(TimeSpan.FromMinutes(4));
        _events.Add(BudgetEvents.Reserved(Reserve(budget, 10), "arm/coder"));
        _time.Pass(TimeSpan.FromDays(2));

        var restored = await RestoreAsync(Limits);

        restored.Status.Elapsed.ShouldBe(TimeSpan.FromMinutes(4));
        _time.Pass(TimeSpan.FromMinutes(6));
        restored.Reserve("call", default).ShouldBeOfType<ReserveOutcome.Refused>().Why.Measure.ShouldBe("time");
    }

    [Fact]
    public async Task New_reservations_never_take_an_id_that_was_used_before()
    {
        var budget = Budget.Open("task", Limits, _time);
        var child = ((OpenChildOutcome.Opened)budget.OpenChild("arm", new BudgetLimits { Tokens = 100 })).Budget;
        _events.Add(BudgetEvents.Opened(child, "brain"));
        var before = Reserve(child, 10);
        _events.Add(BudgetEvents.Reserved(before, "arm/coder"));

        var after = Reserve(await RestoreAsync(Limits), 10);

        after.Id.ShouldNotBe(before.Id);
    }

    [Fact]
    public async Task An_overrun_still_blocks_after_a_restart_until_a_person_allows_more()
    {
        var budget = Budget.Open("task", Limits, _time);
        var call = Reserve(budget, 10);
        _events.Add(BudgetEvents.Reserved(call, "arm/coder"));
        call.Settle(new Usage { InputTokens = 50, OutputTokens = 5, Usd = 0 });
        _events.Add(BudgetEvents.Ended(call, "arm/coder", cause: 1));

        var restored = await RestoreAsync(Limits);
        restored.Status.Blocked.ShouldBeTrue();
        restored.Status.Settled.Tokens.ShouldBe(55);

        restored.Unblock();
        _events.Add(BudgetEvents.Unblocked(restored, "user"));
        (await RestoreAsync(Limits)).Status.Blocked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_task_may_go_on_with_a_larger_budget()
    {
        var budget = Budget.Open("task", Limits, _time);
        var call = Reserve(budget, 1000);
        _events.Add(BudgetEvents.Reserved(call, "arm/coder"));
        call.Settle(new Usage { InputTokens = 990, OutputTokens = 5, Usd = 0 });
        _events.Add(BudgetEvents.Ended(call, "arm/coder"));

        (await RestoreAsync(Limits with { Tokens = 2000 })).Status.TokensLeft.ShouldBe(1005);
        (await RestoreAsync(Limits with { Tokens = 500 })).Status.TokensLeft.ShouldBe(0);
    }

    [Fact]
    public void Events_are_small_and_say_nothing_of_a_call_that_has_not_ended()
    {
        var call = Reserve(Budget.Open("task", Limits, _time), 10);

        Should.Throw<InvalidOperationException>(() => BudgetEvents.Ended(call, "arm/coder"));
        BudgetEvents.Reserved(call, "arm/coder").Body.Length.ShouldBeLessThan(256);
    }

    private async Task<Budget> RestoreAsync(BudgetLimits limits)
    {
        await using var ledger = new MemoryLedger(_time);
        var stream = new StreamId("task/t-1");
        await ledger.AppendAsync(Tenant.Local, stream, 0, 0, _events, Durability.Durable);
        var events = new List<LedgerEvent>();
        await foreach (var entry in ledger.ReadAsync(Tenant.Local, stream))
            events.Add(entry);
        return Budget.Restore("task", limits, events, _time);
    }

    private static Reservation Reserve(Budget budget, long tokens) =>
        budget.Reserve("call", new Amount(tokens, 0)).ShouldBeOfType<ReserveOutcome.Reserved>().Reservation;
}
