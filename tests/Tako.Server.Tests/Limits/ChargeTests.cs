using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Pricing;
using Tako.Core.Identity;
using Tako.Server.Keys;
using Tako.Server.Limits;
using Tako.Server.Spend;
using Tako.Server.Tests.Money;

namespace Tako.Server.Tests.Limits;

/// <summary>What is charged for a call, and what stands of it in the ledger. 100 tokens and 0.2 USD are reserved.</summary>
public sealed class ChargeTests
{
    private static readonly CallReport Ended = new() { Elapsed = TimeSpan.FromSeconds(2), FirstContent = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Real_usage_is_charged_by_its_kinds()
    {
        var sum = await SettleAsync(Ended with
        {
            Usage = new ReportedUsage { Input = 50, CacheRead = 20, Output = 30, Reasoning = 10 }, Usd = 0.05m, Estimated = true,
        });

        sum.ShouldBe(new SpendSum { Calls = 1, Estimated = 1, Input = 50, CacheRead = 20, Output = 30, Tokens = 80, Usd = 0.05m });
    }

    [Fact]
    public async Task Unknown_usage_is_charged_as_reserved() => (await SettleAsync(Ended)).ShouldBe(Reserved);

    [Fact]
    public async Task A_client_that_left_without_known_usage_is_charged_as_reserved() =>
        (await SettleAsync(Ended with { Abandoned = true, FirstContent = null })).ShouldBe(Reserved);

    [Fact]
    public async Task Half_known_usage_is_charged_as_reserved_or_as_the_known_half_when_that_is_more()
    {
        (await SettleAsync(Ended with { Usage = new ReportedUsage { Input = 7 } })).ShouldBe(Reserved);
        (await SettleAsync(Ended with { Usage = new ReportedUsage { Input = 700 } })).Tokens.ShouldBe(700);
    }

    [Fact]
    public async Task Known_tokens_of_an_unknown_price_are_charged_the_reserved_dollars() =>
        (await SettleAsync(Ended with { Usage = new ReportedUsage { Input = 5, Output = 5 } })).ShouldBe(
            new SpendSum { Calls = 1, Estimated = 1, Input = 5, Output = 5, Tokens = 10, Usd = 0.2m });

    [Theory]
    [InlineData(CallFailureKind.RateLimited)]
    [InlineData(CallFailureKind.Overloaded)]
    [InlineData(CallFailureKind.BadRequest)]
    [InlineData(CallFailureKind.ContentPolicy)]
    public async Task What_a_provider_refused_costs_nothing(CallFailureKind kind) =>
        (await SettleAsync(Failed(kind))).ShouldBe(new SpendSum { Calls = 1, Failed = 1 });

    [Theory]
    [InlineData(CallFailureKind.Silent)]
    [InlineData(CallFailureKind.SlowStart)]
    [InlineData(CallFailureKind.Cut)]
    [InlineData(CallFailureKind.Malformed)]
    public async Task What_may_have_been_paid_for_is_charged_as_reserved(CallFailureKind kind) =>
        (await SettleAsync(Failed(kind))).ShouldBe(Reserved with { Failed = 1 });

    [Fact]
    public async Task What_may_have_been_paid_for_is_charged_as_reserved_though_no_attempt_counted_anything() =>
        (await SettleAsync(Failed(CallFailureKind.Silent) with { Usd = 0 })).ShouldBe(Reserved with { Failed = 1 });

    [Fact]
    public async Task An_attempt_before_that_may_have_been_paid_for_is_charged_as_reserved() =>
        (await SettleAsync(Failed(CallFailureKind.RateLimited), Counter.Head with
        {
            Before = [new Tried("a", CallFailureKind.Stalled, "stalled")],
        })).ShouldBe(Reserved with { Failed = 1 });

    [Fact]
    public async Task A_call_that_reached_no_provider_is_unknown_and_not_charged() =>
        (await SettleAsync(Failed(CallFailureKind.Network)))
            .ShouldBe(new SpendSum { Calls = 1, Failed = 1, Estimated = 1, Unknown = 1 });

    [Fact]
    public async Task An_answer_from_a_cache_costs_nothing() =>
        (await SettleAsync(Ended with { Usage = new ReportedUsage { Input = 40, Output = 10 }, Usd = 1 },
            Counter.Head with { Cache = CacheState.Hit }))
            .ShouldBe(new SpendSum { Calls = 1, Cached = 1, Input = 40, Output = 10 });

    [Fact]
    public async Task A_ticket_that_nobody_settled_is_charged_as_reserved()
    {
        await using var counter = await Counter.OpenAsync();
        counter.Admit(null, 100).Dispose();

        (await SumAsync(counter)).ShouldBe(Reserved with { Failed = 1 });
    }

    [Fact]
    public async Task A_record_holds_all_that_is_known_of_its_call()
    {
        await using var counter = await Counter.OpenAsync();
        await counter.Till.Keys.SetTeamAsync("t", _ => new TeamSettings { Name = "t" }, "user");
        var key = (await counter.KeyAsync(new KeySettings { Name = "ci", Team = "t", Tags = ["nightly"] })).Key;
        var ticket = counter.Admit(key, 100, "careful", "code", "nightly");
        ticket.Settle(Ended with { Usage = new ReportedUsage { Input = 5, Output = 6 }, Usd = 0.01m },
            new AnswerHead { Model = "small", Provider = "local", Attempts = 3 });
        await counter.Till.SyncAsync();

        var records = new List<SpendRecord>();
        await new SpendFeed(counter.Ledger, Tenant.Local, null).SeedAsync(null, (_, _) => { }, records.Add, null, default);
        records.ShouldHaveSingleItem().Tags.ShouldBe(["nightly", "code"]);
        (records[0] with { Tags = null }).ShouldBe(new SpendRecord
        {
            Number = 1,
            At = counter.Time.GetUtcNow(),
            Key = key.Id,
            Team = "t",
            Model = "careful",
            Answered = "small",
            Provider = "local",
            Wire = "chat",
            Tokens = new TokenBuckets { Input = 5, Output = 6 },
            Usd = 0.01m,
            Attempts = 3,
            Outcome = "ok",
            Ms = 2000,
        });
    }

    private static SpendSum Reserved => new() { Calls = 1, Estimated = 1, Unknown = 1, Tokens = 100, Usd = 0.2m };

    private static CallReport Failed(CallFailureKind kind) => Ended with
    {
        FirstContent = null,
        Failure = new CallFailure { Kind = kind, Message = "no", Provider = "p", Model = "m" },
    };

    private static async Task<SpendSum> SettleAsync(CallReport report, AnswerHead? head = null)
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { Usd = 10, Tokens = 10_000, Per = BudgetWindow.Day });
        counter.Admit(key, 100).Settle(report, head ?? Counter.Head);
        var sum = await SumAsync(counter);
        // What is counted here is what the ledger says.
        counter.Standing(key).UsedUsd.ShouldBe(sum.Usd);
        counter.Standing(key).UsedTokens.ShouldBe(sum.Tokens);
        counter.Standing(key).ReservedUsd.ShouldBe(0);
        return sum;
    }

    private static async Task<SpendSum> SumAsync(Counter counter)
    {
        await counter.Till.SyncAsync();
        return (await SpendReport.ReadAsync(counter.Ledger, Tenant.Local, null, null)).Total;
    }
}
