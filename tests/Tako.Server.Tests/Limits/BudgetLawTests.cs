using FsCheck;
using FsCheck.Fluent;
using Tako.Server.Keys;
using Tako.Server.Limits;
using Tako.Server.Tests.Money;

namespace Tako.Server.Tests.Limits;

/// <summary>No order of calls that begin and end passes a budget.</summary>
public sealed class BudgetLawTests
{
    private sealed record Step(int Key, int Reserve, int Percent, int Which, int Minutes);

    private static readonly Gen<Step> Steps =
        from key in Gen.Choose(0, 2)
        from reserve in Gen.Choose(0, 400)
        from percent in Gen.Frequency((6, Gen.Choose(0, 100)), (1, Gen.Choose(101, 300)))
        from which in Gen.Choose(-12, 30)
        from minutes in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Choose(1, 50)))
        select new Step(key, reserve, percent, which, minutes);

    [Fact]
    public void Settled_and_reserved_stay_within_the_budget_but_for_what_calls_used_beyond_their_reservation() =>
        Prop.ForAll(Steps.ListOf().ToArbitrary(), steps => Holds(steps, honest: false).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Calls_that_keep_to_their_reservation_never_pass_the_budget() =>
        Prop.ForAll(Steps.ListOf().ToArbitrary(), steps => Holds(steps, honest: true).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static async Task Holds(IEnumerable<Step> steps, bool honest)
    {
        const int Limit = 1000;
        await using var counter = await Counter.OpenAsync(new MoneyConfig
        {
            Rules = [new LimitRule { Name = "all",
                Allowance = new Allowance { Tokens = 2 * Limit, Usd = 2m * Limit * 2 / 1000, Per = BudgetWindow.Hour } }],
        });
        var keys = new List<VirtualKey>();
        for (var number = 0; number < 3; number++)
            keys.Add(await counter.KeyAsync($"k{number}", new Allowance { Tokens = Limit, Per = BudgetWindow.Hour }));
        var open = new List<(CallTicket Ticket, int Key, DateTimeOffset At)>();
        var beyond = new long[3];
        var hour = counter.Time.GetUtcNow();
        foreach (var step in steps)
        {
            counter.Time.Advance(TimeSpan.FromMinutes(step.Minutes));
            if (BudgetWindow.Hour.Start(counter.Time.GetUtcNow()) != hour)
                (hour, beyond) = (BudgetWindow.Hour.Start(counter.Time.GetUtcNow()), new long[3]);
            if (step.Which < 0 || open.Count == 0)
            {
                if (counter.Admission.Admit(Counter.Ask(keys[step.Key], step.Reserve)) is AdmissionOutcome.Admitted admitted)
                    open.Add((admitted.Ticket, step.Key, counter.Time.GetUtcNow()));
            }
            else
            {
                var (ticket, key, at) = open[step.Which % open.Count];
                open.RemoveAt(step.Which % open.Count);
                var used = ticket.Reserved.Tokens * (honest ? Math.Min(100, step.Percent) : step.Percent) / 100;
                if (step.Percent % 7 == 0)
                    ticket.Release();
                else
                    Counter.Settle(ticket, used);
                if (step.Percent % 7 != 0 && at >= hour)
                    beyond[key] += Math.Max(0, used - ticket.Reserved.Tokens);
            }

            for (var number = 0; number < 3; number++)
            {
                var own = counter.Admission.Standing(keys[number])[0];
                (own.UsedTokens + own.ReservedTokens).ShouldBeLessThanOrEqualTo(Limit + beyond[number]);
                own.ReservedTokens.ShouldBe(open.Where(call => call.Key == number && call.At >= hour)
                    .Sum(call => call.Ticket.Reserved.Tokens));
            }

            var all = counter.Admission.Standing(null)[0];
            (all.UsedTokens + all.ReservedTokens).ShouldBeLessThanOrEqualTo(2 * Limit + beyond.Sum());
        }

        foreach (var (ticket, _, _) in open)
            ticket.Release();
    }

    [Fact]
    public async Task Callers_in_parallel_use_a_budget_up_and_never_pass_it()
    {
        await using var counter = await Counter.OpenAsync();
        await counter.Till.Keys.SetTeamAsync("t", _ => new TeamSettings
        {
            Name = "t", Allowances = [new Allowance { Tokens = 20_000, Usd = 40, Per = BudgetWindow.Day, Concurrency = 6 }],
        }, "user");
        var keys = new List<VirtualKey>();
        for (var number = 0; number < 4; number++)
            keys.Add((await counter.KeyAsync(new KeySettings { Name = $"k{number}", Team = "t",
                Allowances = [new Allowance { Tokens = 9_000 }] })).Key);
        long used = 0;
        var most = 0;
        var running = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < 400; call++)
            {
                if (counter.Admission.Admit(Counter.Ask(keys[(caller + call) % 4], 50)) is not AdmissionOutcome.Admitted admitted)
                    continue;
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Add(ref used, 50);
                Interlocked.Decrement(ref running);
                Counter.Settle(admitted.Ticket, 50);
            }
        })));

        used.ShouldBe(20_000);
        most.ShouldBeLessThanOrEqualTo(6);
        counter.Standing(keys[0]).UsedTokens.ShouldBeLessThanOrEqualTo(9_000);
        await counter.Till.SyncAsync();
        (await Tako.Server.Spend.SpendReport.ReadAsync(counter.Ledger, Tako.Core.Identity.Tenant.Local, null, null))
            .Total.Tokens.ShouldBe(20_000);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
