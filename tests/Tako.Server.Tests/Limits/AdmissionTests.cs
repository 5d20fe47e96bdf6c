using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Pricing;
using Tako.Server.Keys;
using Tako.Server.Limits;
using Tako.Server.Tests.Money;

namespace Tako.Server.Tests.Limits;

public sealed class AdmissionTests
{
    [Fact]
    public async Task A_budget_holds_what_calls_may_use_and_gives_back_what_they_did_not()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { Usd = 2, Per = BudgetWindow.Day });
        var first = counter.Admit(key, output: 600);
        first.Reserved.Usd.ShouldBe(1.2m);
        first.BudgetLeft!.Value.ShouldBe(0.4, 0.0001);
        first.UsdLeft.ShouldBe(2);

        var refused = counter.Admission.Admit(Counter.Ask(key, output: 600)).ShouldBeOfType<AdmissionOutcome.Refused>();
        Counter.Settle(first, output: 100);
        counter.Standing(key).UsedUsd.ShouldBe(0.2m);
        var second = counter.Admit(key, output: 600);

        refused.Why.ShouldSatisfyAllConditions(
            why => why.Kind.ShouldBe(LimitKind.Usd),
            why => why.Of.ShouldBe("key 'ci'"),
            why => why.Limit.ShouldBe(2),
            why => why.Used.ShouldBe(1.2m),
            why => why.Asked.ShouldBe(1.2m),
            why => why.Message.ShouldBe("Key 'ci' may use 2 USD this day, has used or reserved 1.2, and this call may need 1.2. "
                + "Try again in 1 s."));
        second.Release();
        counter.Standing(key).ReservedUsd.ShouldBe(0);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_says_when_its_window_ends_and_is_full_again_then()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { Usd = 1, Per = BudgetWindow.Day });
        Counter.Settle(counter.Admit(key, output: 500), output: 500);

        var gone = counter.Admission.Admit(Counter.Ask(key, output: 1)).ShouldBeOfType<AdmissionOutcome.OutOfBudget>();
        gone.Why.RetryAfter.ShouldBe(TimeSpan.FromHours(14));
        counter.Time.Advance(TimeSpan.FromHours(14));

        counter.Admit(key, output: 500).BudgetLeft.ShouldBe(0);
    }

    [Fact]
    public async Task A_call_larger_than_the_whole_budget_or_a_budget_for_good_is_not_to_be_tried_again()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { Tokens = 100, Per = BudgetWindow.Hour });
        var lasting = await counter.KeyAsync("once", new Allowance { Tokens = 100, Per = BudgetWindow.Total });
        Counter.Settle(counter.Admit(lasting, output: 100), output: 100);

        foreach (var ask in (AdmissionAsk[])[Counter.Ask(key, output: 101), Counter.Ask(lasting, output: 1)])
        {
            var gone = counter.Admission.Admit(ask).ShouldBeOfType<AdmissionOutcome.OutOfBudget>();
            gone.Why.RetryAfter.ShouldBeNull();
            gone.Why.Message.ShouldContain("Waiting does not help");
        }
    }

    [Fact]
    public async Task Keys_teams_models_tags_and_everyone_are_counted_each_by_its_own_limit()
    {
        await using var counter = await Counter.OpenAsync(new MoneyConfig
        {
            Rules =
            [
                Rule("all", new Allowance { Tokens = 1000, Per = BudgetWindow.Day }),
                Rule("small", new Allowance { Tokens = 300, Per = BudgetWindow.Day, Model = "small*" }),
                Rule("batch", new Allowance { Tokens = 200, Per = BudgetWindow.Day, Tag = "batch" }),
                Rule("fair", new Allowance { Tokens = 600, Per = BudgetWindow.Day }) with { Each = LimitEach.Key },
                Rule("b only", new Allowance { Tokens = 10, Per = BudgetWindow.Day }) with { Key = "b" },
            ],
        });
        await counter.Till.Keys.SetTeamAsync("t", _ => new TeamSettings
        {
            Name = "t", Allowances = [new Allowance { Tokens = 500, Per = BudgetWindow.Day }],
        }, "user");
        var one = (await counter.KeyAsync(new KeySettings { Name = "one", Team = "t" })).Key;
        var two = (await counter.KeyAsync(new KeySettings { Name = "two", Tags = ["batch"] })).Key;
        var b = await counter.KeyAsync("b");

        Of(one, 501).ShouldBe("team 't'");
        Of(two, 201).ShouldBe("budget 'batch'");
        Of(null, 301, "small-1").ShouldBe("budget 'small'");
        Of(null, 201, "m", "x", "batch").ShouldBe("budget 'batch'");
        Of(b, 11).ShouldBe("budget 'b only'");
        Of(null, 1001).ShouldBe("budget 'all'");
        Counter.Settle(counter.Admit(one, 500), 400);
        Counter.Settle(counter.Admit(null, 550), 550);
        Of(two, 100).ShouldBe("budget 'all'");

        string Of(VirtualKey? key, int tokens, string model = "m", params string[] tags) =>
            counter.Admission.Admit(Counter.Ask(key, tokens, model, tags)).ShouldBeOfType<AdmissionOutcome.OutOfBudget>().Why.Of;
    }

    [Fact]
    public async Task Each_counts_keys_and_models_by_themselves()
    {
        await using var counter = await Counter.OpenAsync(new MoneyConfig
        {
            Rules =
            [
                Rule("key", new Allowance { Tokens = 100, Per = BudgetWindow.Day }) with { Each = LimitEach.Key },
                Rule("model", new Allowance { Tokens = 150, Per = BudgetWindow.Day }) with { Each = LimitEach.Model },
            ],
        });
        var (a, b) = (await counter.KeyAsync("a"), await counter.KeyAsync("b"));
        Counter.Settle(counter.Admit(a, 100), 100);

        counter.Admission.Admit(Counter.Ask(a, 1, "other")).ShouldBeOfType<AdmissionOutcome.OutOfBudget>();
        counter.Admission.Admit(Counter.Ask(b, 51))
            .ShouldBeOfType<AdmissionOutcome.OutOfBudget>().Why.Of.ShouldBe("budget 'model' of each model");
        counter.Admit(b, 50);
        counter.Admit(b, 50, "other");
    }

    [Fact]
    public async Task Requests_a_minute_are_refused_with_the_time_until_the_next_one()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { RequestsPerMinute = 3 });
        for (var request = 0; request < 3; request++)
        {
            Counter.Settle(counter.Admit(key, 1), 1);
            counter.Time.Advance(TimeSpan.FromSeconds(10));
        }

        var refused = counter.Admission.Admit(Counter.Ask(key, 1)).ShouldBeOfType<AdmissionOutcome.Refused>();
        refused.Why.Kind.ShouldBe(LimitKind.RequestsPerMinute);
        counter.Time.Advance(refused.RetryAfter - TimeSpan.FromSeconds(1));
        counter.Admission.Admit(Counter.Ask(key, 1)).ShouldBeOfType<AdmissionOutcome.Refused>();
        counter.Time.Advance(TimeSpan.FromSeconds(1));

        counter.Admit(key, 1);
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task Tokens_a_minute_are_held_at_admission_and_corrected_when_the_call_is_settled()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { TokensPerMinute = 1000 });
        var first = counter.Admit(key, 900);
        counter.Admission.Admit(Counter.Ask(key, 200))
            .ShouldBeOfType<AdmissionOutcome.Refused>().Why.Kind.ShouldBe(LimitKind.TokensPerMinute);

        Counter.Settle(first, output: 100);
        Counter.Settle(counter.Admit(key, 900), output: 1500);

        counter.Standing(key).MinuteTokens.ShouldBe(1600);
        counter.Admission.Admit(Counter.Ask(key, 1)).ShouldBeOfType<AdmissionOutcome.Refused>();
        counter.Admission.Admit(Counter.Ask(key, 1001))
            .ShouldBeOfType<AdmissionOutcome.OutOfBudget>().Why.RetryAfter.ShouldBeNull();
    }

    [Fact]
    public async Task Tokens_that_were_not_reserved_count_even_when_the_minute_of_the_call_is_over()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { TokensPerMinute = 1000 });
        var call = counter.Admit(key, 500);
        counter.Time.Advance(TimeSpan.FromMinutes(2));

        Counter.Settle(call, output: 900);

        counter.Standing(key).MinuteTokens.ShouldBe(400);
    }

    [Fact]
    public async Task So_many_calls_run_at_the_same_time_and_each_makes_room_once()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { Concurrency = 2 });
        var (one, two) = (counter.Admit(key, 1), counter.Admit(key, 1));
        counter.Admission.Admit(Counter.Ask(key, 1))
            .ShouldBeOfType<AdmissionOutcome.Refused>().Why.Kind.ShouldBe(LimitKind.Concurrency);

        Counter.Settle(one, 1);
        Counter.Settle(one, 1);
        one.Release();
        one.Dispose();
        counter.Admit(key, 1);

        counter.Admission.Admit(Counter.Ask(key, 1)).ShouldBeOfType<AdmissionOutcome.Refused>();
        two.Release();
        counter.Admit(key, 1);
    }

    [Fact]
    public async Task Of_several_limits_the_one_that_lasts_longest_is_named()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { RequestsPerMinute = 1 },
            new Allowance { Tokens = 10, Per = BudgetWindow.Hour },
            new Allowance { Usd = 0.02m, Per = BudgetWindow.Week });
        Counter.Settle(counter.Admit(key, 10), 10);

        counter.Admission.Admit(Counter.Ask(key, 1))
            .ShouldBeOfType<AdmissionOutcome.OutOfBudget>().Why.Window.ShouldBe(BudgetWindow.Week);
    }

    [Fact]
    public async Task A_key_that_ended_or_asks_for_a_model_it_may_not_use_is_not_let_in()
    {
        await using var counter = await Counter.OpenAsync();
        var key = (await counter.KeyAsync(new KeySettings { Name = "ci", Models = ["small"],
            Expires = counter.Time.GetUtcNow().AddHours(1) })).Key;

        counter.Admission.Admit(Counter.Ask(key, 1, "large"))
            .ShouldBeOfType<AdmissionOutcome.NotAllowed>().Message.ShouldContain("'large'");
        counter.Admit(key, 1, "small");
        counter.Time.Advance(TimeSpan.FromHours(1));
        counter.Admission.Admit(Counter.Ask(key, 1, "small"))
            .ShouldBeOfType<AdmissionOutcome.NotAllowed>().Message.ShouldContain("ended");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_without_a_price_counts_tokens_only_or_is_refused_as_configured(bool refuse)
    {
        await using var counter = await Counter.OpenAsync(new MoneyConfig { RefuseUnknownPrice = refuse });
        var rich = await counter.KeyAsync("rich", new Allowance { Usd = 1, Per = BudgetWindow.Day });
        var plain = await counter.KeyAsync("plain", new Allowance { Tokens = 100, Per = BudgetWindow.Day });
        var ask = Counter.Ask(rich, 50) with { Price = PriceCeiling.Unknown };

        var outcome = counter.Admission.Admit(ask);

        counter.Admission.Admit(ask with { Key = plain })
            .ShouldBeOfType<AdmissionOutcome.Admitted>().Ticket.Reserved.Tokens.ShouldBe(50);
        if (refuse)
            outcome.ShouldBeOfType<AdmissionOutcome.OutOfBudget>().Why.Message.ShouldContain("prices in the configuration");
        else
            outcome.ShouldBeOfType<AdmissionOutcome.Admitted>().Ticket.IsPriced.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_maximum_of_its_own_a_call_reserves_what_the_model_was_seen_to_answer()
    {
        await using var counter = await Counter.OpenAsync();
        var ask = Counter.Ask(null, 0) with { MaxOutput = null, ModelMaxOutput = 10_000 };
        Reserved().ShouldBe(10_000);
        for (var call = 0; call < 200; call++)
            Counter.Settle(counter.Admission.Admit(ask)
                .ShouldBeOfType<AdmissionOutcome.Admitted>().Ticket, output: 200 + call % 2 * 100);

        Reserved().ShouldBeInRange(300, 1500);
        counter.Till.Use(new MoneyConfig { ReserveMost = true });
        Reserved().ShouldBe(10_000);

        long Reserved()
        {
            var ticket = counter.Admission.Admit(ask).ShouldBeOfType<AdmissionOutcome.Admitted>().Ticket;
            ticket.Release();
            return ticket.Reserved.Tokens;
        }
    }

    [Fact]
    public async Task A_prompt_is_reserved_by_its_bytes_at_the_dearest_price_that_may_hold()
    {
        await using var counter = await Counter.OpenAsync();
        var ceiling = PriceCeiling.Of(
            new ModelPrices { Input = 1, Output = 2 },
            new ModelPrices { Input = 3, Output = 1, CacheWrite = 4, LongPromptAbove = 10,
                LongPrompt = new ModelPrices { Input = 6, Output = 12 } });

        var ticket = counter.Admission.Admit(Counter.Ask(null, 1000) with { Price = ceiling, Body = new byte[4000] })
            .ShouldBeOfType<AdmissionOutcome.Admitted>().Ticket;

        ticket.Reserved.Tokens.ShouldBe(1000 + TokenCeiling.Tokens(new byte[4000]));
        ticket.Reserved.Usd.ShouldBe((6 * TokenCeiling.Tokens(new byte[4000]) + 12 * 1000) / 1_000_000m);
        PriceCeiling.Of(new ModelPrices { Input = 1, Output = 2 }, ModelPrices.Unknown).ShouldBe(PriceCeiling.Unknown);
    }

    [Fact]
    public async Task A_changed_limit_goes_on_from_what_was_used_and_a_new_one_knows_the_past()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { Tokens = 100, Per = BudgetWindow.Day });
        Counter.Settle(counter.Admit(key, 100), 100);
        var running = (await counter.KeyAsync(new KeySettings { Name = "other" })).Key;
        var late = counter.Admit(running, 40);

        await counter.Till.Keys.ChangeAsync("ci", settings =>
            settings with { Allowances = [new Allowance { Tokens = 150, Per = BudgetWindow.Day }] }, "user");
        counter.Till.Use(new MoneyConfig { Rules = [Rule("all", new Allowance { Tokens = 130, Per = BudgetWindow.Day })] });
        counter.Admission.Admit(Counter.Ask(key, 51)).ShouldBeOfType<AdmissionOutcome.OutOfBudget>().Why.Of.ShouldBe("key 'ci'");
        counter.Admission.Admit(Counter.Ask(key, 31)).ShouldBeOfType<AdmissionOutcome.OutOfBudget>().Why.Used.ShouldBe(100);
        Counter.Settle(late, 30);

        counter.Admission.Admit(Counter.Ask(key, 1)).ShouldBeOfType<AdmissionOutcome.OutOfBudget>().Why.Used.ShouldBe(130);
    }

    [Fact]
    public async Task A_call_that_ends_after_its_window_counts_in_the_window_in_which_it_began()
    {
        await using var counter = await Counter.OpenAsync();
        var key = await counter.KeyAsync("ci", new Allowance { Tokens = 100, Per = BudgetWindow.Hour });
        var call = counter.Admit(key, 100);
        counter.Time.Advance(TimeSpan.FromHours(1));
        counter.Admit(key, 100).Release();

        Counter.Settle(call, 100);

        counter.Standing(key).UsedTokens.ShouldBe(0);
        counter.Standing(key).ReservedTokens.ShouldBe(0);
    }

    private static LimitRule Rule(string name, Allowance allowance) => new() { Name = name, Allowance = allowance };
}
