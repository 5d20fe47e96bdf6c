using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Budgets;

namespace Tako.Core.Tests.Budgets;

public class BudgetLawsTests
{
    private static readonly Arbitrary<int[]> Acts = Gen.Choose(0, 999_999).ArrayOf(120).ToArbitrary();
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(400);

    [Fact]
    public void Eight_spenders_never_hold_more_than_the_contract_in_any_interleaving() => Check.One(Thorough, Prop.ForAll(Acts, acts =>
    {
        var spenders = new BudgetSpenders();
        return acts.All(act =>
        {
            spenders.Act(act);
            return spenders.WithinLimits;
        });
    }));

    [Fact]
    public void Once_everything_has_ended_only_the_charges_remain() => Check.One(Thorough, Prop.ForAll(Acts, acts =>
    {
        var spenders = new BudgetSpenders();
        foreach (var act in acts)
            spenders.Act(act);
        spenders.EndAll();
        var status = spenders.Root.Status;
        return status.Reserved == default && status.Settled == spenders.Charged && status.UnknownCalls == spenders.Unknown
            && status.TokensLeft == BudgetSpenders.Limits.Tokens - status.Settled.Tokens;
    }));

    [Fact]
    public void The_log_restores_to_the_live_status() => Check.One(Thorough, Prop.ForAll(Acts, acts =>
    {
        var spenders = new BudgetSpenders();
        foreach (var act in acts)
            spenders.Act(act);
        spenders.EndAll();
        var restored = spenders.RestoreAsync().GetAwaiter().GetResult().Status;
        var live = spenders.Root.Status;
        return restored with { Elapsed = live.Elapsed } == live && live.Elapsed - restored.Elapsed < TimeSpan.FromMilliseconds(7 * 120);
    }));

    [Fact]
    public void After_a_crash_calls_under_way_are_charged_whole_and_open_parts_come_back() => Check.One(Thorough, Prop.ForAll(Acts,
    acts =>
    {
        var spenders = new BudgetSpenders();
        foreach (var act in acts)
            spenders.Act(act);
        var restored = spenders.RestoreAsync().GetAwaiter().GetResult().Status;
        spenders.LoseAll();
        return restored with { Elapsed = default } == spenders.Root.Status with { Elapsed = default };
    }));

    [Fact]
    public async Task Eight_threads_never_hold_more_than_the_contract()
    {
        var root = Budget.Open("task", new BudgetLimits { Tokens = 10_000, Usd = 5m }, TimeProvider.System);
        long tooMuch = 0, granted = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var round = 0; round < 400; round++)
            {
                var part = root.OpenChild($"arm{seed}", new BudgetLimits { Tokens = random.Next(3000) });
                var budget = part is OpenChildOutcome.Opened opened ? opened.Budget : root;
                for (var call = 0; call < 4; call++)
                {
                    var most = new Amount(random.Next(1500), random.Next(100) / 100m);
                    if (budget.Reserve("call", most) is not ReserveOutcome.Reserved { Reservation: var held })
                        continue;
                    Interlocked.Increment(ref granted);
                    var status = root.Status;
                    if (status.Settled.Tokens + status.Reserved.Tokens > 10_000 || status.Settled.Usd + status.Reserved.Usd > 5m)
                        Interlocked.Increment(ref tooMuch);
                    if (random.Next(20) == 0)
                        held.Settle(new Usage { InputTokens = random.Next(10), OutputTokens = 0, Usd = 0.001m });
                    else
                        held.Release();
                }

                (part as OpenChildOutcome.Opened)?.Budget.Close();
            }
        })));

        tooMuch.ShouldBe(0);
        granted.ShouldBeGreaterThan(100);
        root.Status.Reserved.ShouldBe(default);
    }
}
