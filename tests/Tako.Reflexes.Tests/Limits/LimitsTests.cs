using Microsoft.Extensions.AI;
using Tako.Core.Budgets;
using Tako.Core.Capabilities;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Limits;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Tests.Limits;

public class LimitsTests
{
    [Fact]
    public void Arguments_that_are_too_large_are_denied_with_both_sizes()
    {
        var reflex = new SizeReflex(new SizeOptions { ArgumentBytes = 20 });
        reflex.Denial(Calls.Of("write", new { a = "12345" })).ShouldBeNull();
        reflex.Denial(Calls.Of("write", new { a = new string('x', 30) }))!.ShouldContain("take 38 bytes; at most 20");
    }

    [Fact]
    public void A_prompt_counts_all_its_parts()
    {
        var reflex = new SizeReflex(new SizeOptions { PromptCharacters = 10 });
        reflex.Before([new ChatMessage(ChatRole.User, "12345")], new ChatOptions { Instructions = "12345" }).ShouldBe(ChatVerdict.Ok);
        reflex.Before([new ChatMessage(ChatRole.User, [new TextContent("12345"), new FunctionResultContent("c", "123456")])], null)
            .ShouldBeOfType<ChatVerdict.Block>().Reason.ShouldContain("11 characters");
    }

    [Fact]
    public void A_bucket_lets_a_burst_through_and_refills_steadily()
    {
        var time = new SetTime();
        var reflex = new RateReflex(time, new RateOptions { Burst = 3, PerSecond = 2 });
        for (var call = 0; call < 3; call++)
            reflex.Denial(Calls.Of("read")).ShouldBeNull();
        reflex.Denial(Calls.Of("read"))!.ShouldContain("wait 0.5 s");
        reflex.Denial(Calls.Of("read", actor: "arm/other")).ShouldBeNull();
        reflex.Denial(Calls.Of("write")).ShouldBeNull();
        time.Now += TimeSpan.FromSeconds(0.5);
        reflex.Denial(Calls.Of("read")).ShouldBeNull();
        reflex.Denial(Calls.Of("read")).ShouldNotBeNull();
        time.Now += TimeSpan.FromHours(1);
        Enumerable.Range(0, 10).Count(_ => reflex.Denial(Calls.Of("read")) is null).ShouldBe(3);
    }

    [Fact]
    public void A_tool_can_have_a_rate_of_its_own_and_a_model_has_one_too()
    {
        var reflex = new RateReflex(new SetTime(), new RateOptions
        {
            Burst = 2,
            Tools = new Dictionary<string, RateOptions> { ["shell"] = new() { Burst = 1, PerSecond = 0.1 } },
        });
        reflex.Denial(Calls.Of("shell")).ShouldBeNull();
        reflex.Denial(Calls.Of("shell"))!.ShouldContain("wait 10.0 s");
        var options = new ChatOptions { ModelId = "m" };
        reflex.Before([], options).ShouldBe(ChatVerdict.Ok);
        reflex.Before([], options).ShouldBe(ChatVerdict.Ok);
        reflex.Before([], options).ShouldBeOfType<ChatVerdict.Block>();
    }

    [Fact]
    public void Buckets_are_bounded_and_an_empty_one_outlives_a_full_one()
    {
        var time = new SetTime();
        var reflex = new RateReflex(time, new RateOptions { Burst = 1, PerSecond = 1, MaxBuckets = 2 });
        reflex.Denial(Calls.Of("old")).ShouldBeNull();
        time.Now += TimeSpan.FromSeconds(5);
        reflex.Denial(Calls.Of("busy")).ShouldBeNull();
        reflex.Denial(Calls.Of("new")).ShouldBeNull();
        reflex.Denial(Calls.Of("busy")).ShouldNotBeNull();
    }

    [Fact]
    public void A_bucket_of_the_policy_is_shared_by_all_that_fit_and_a_refused_call_takes_nothing()
    {
        var time = new SetTime();
        var reflex = new RateReflex(time, limits:
        [
            new RateLimit { Tools = ["re*"], Burst = 2, PerSecond = 1 },
            new RateLimit { Arms = ["coder"], Burst = 3, PerSecond = 0.01 },
        ]);

        reflex.Denial(Calls.Of("read")).ShouldBeNull();
        reflex.Denial(Calls.Of("retry", actor: "arm/other")).ShouldBeNull();
        reflex.Denial(Calls.Of("read"))!.ShouldContain("all arms on re*: more calls than the policy allows");
        reflex.Denial(Calls.Of("list")).ShouldBeNull();
        reflex.Denial(Calls.Of("list")).ShouldBeNull();
        reflex.Denial(Calls.Of("list"))!.ShouldContain("coder: more calls");
        time.Now += TimeSpan.FromSeconds(1);
        reflex.Denial(Calls.Of("read", actor: "arm/other")).ShouldBeNull();
    }

    [Fact]
    public void A_bucket_of_money_lets_in_while_there_is_any_and_refills_over_its_time()
    {
        var time = new SetTime();
        var reflex = new CostReflex(time, [new CostLimit { Arms = ["cod*"], Tools = ["model"], Usd = 1, Per = TimeSpan.FromHours(1) }]);
        var call = Calls.Of("model");

        reflex.Denial(call).ShouldBeNull();
        reflex.Charged(call, new Usage { Usd = 1.5m });
        reflex.Denial(call)!.ShouldContain("the $1 for 01:00:00 of cod* on model are spent");
        reflex.Denial(Calls.Of("read")).ShouldBeNull();
        reflex.Denial(Calls.Of("model", actor: "arm/judge")).ShouldBeNull();
        time.Now += TimeSpan.FromMinutes(29);
        reflex.Denial(call).ShouldNotBeNull();
        time.Now += TimeSpan.FromMinutes(2);
        reflex.Denial(call).ShouldBeNull();
        reflex.Charged(call, Usage.Unknown);
        reflex.Denial(call).ShouldNotBeNull();
    }

    [Fact]
    public void What_was_spent_before_is_counted_as_if_the_process_had_been_there()
    {
        var time = new SetTime();
        (TimeSpan Ago, decimal Usd)[] spent =
        [
            (TimeSpan.FromMinutes(30), 0.6m), (TimeSpan.FromMinutes(10), 0.8m), (TimeSpan.FromHours(3), 9m),
        ];
        var limit = new CostLimit { Usd = 1, Per = TimeSpan.FromHours(1) };
        var after = new CostReflex(time, [limit]);
        after.Restore(spent.Select(static entry => new Spending(entry.Ago, "model", "arm/coder", entry.Usd)));

        // 1 - 0.6, twenty minutes on 0.733 - 0.8, ten minutes on 0.1.
        after.Denial(Calls.Of("model")).ShouldBeNull();
        after.Charged(Calls.Of("model"), new Usage { Usd = 0.11m });
        after.Denial(Calls.Of("model")).ShouldNotBeNull();
        new CostReflex(time, []).Longest.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Lists_keep_out_what_is_denied_and_what_is_not_among_the_allowed()
    {
        var reflex = new AccessReflex(new AccessLists
        {
            Deny = new Dictionary<AccessKind, IReadOnlyList<string>> { [AccessKind.Tools] = ["run", "mcp_*"] },
            Allow = new Dictionary<AccessKind, IReadOnlyList<string>> { [AccessKind.Arms] = ["coder"] },
        });

        reflex.Denial(Calls.Of("read")).ShouldBeNull();
        reflex.Denial(Calls.Of("MCP_mail"))!.ShouldContain("access/deny/tools");
        reflex.Denial(Calls.Of("read", actor: "arm/judge"))!.ShouldContain("access/allow/arms");
        AccessLists.Open.Refusal(AccessKind.Keys, null, null).ShouldBeNull();
        new AccessLists { Allow = new Dictionary<AccessKind, IReadOnlyList<string>> { [AccessKind.Keys] = ["k-*"] } }
            .Refusal(AccessKind.Keys, null, null).ShouldBe("access/allow/keys");
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_where_they_are_given()
    {
        Should.Throw<ArgumentException>(() => new SizeReflex(new SizeOptions { ResponseCharacters = 0 }));
        Should.Throw<ArgumentException>(() => new RateReflex(new SetTime(), new RateOptions { PerSecond = 0 }));
        Should.Throw<ArgumentException>(() => new RateReflex(new SetTime(), limits: [new RateLimit { Burst = 0, PerSecond = 1 }]));
        Should.Throw<ArgumentException>(() => new CostReflex(new SetTime(), [new CostLimit { Usd = 0, Per = TimeSpan.FromHours(1) }]));
        Should.Throw<ArgumentException>(() => new RateReflex(new SetTime(), new RateOptions
        {
            Tools = new Dictionary<string, RateOptions> { ["t"] = new() { Burst = 0 } },
        }));
    }
}
