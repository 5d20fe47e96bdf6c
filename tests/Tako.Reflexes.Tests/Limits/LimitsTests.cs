using Microsoft.Extensions.AI;
using Tako.Core.Capabilities;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Limits;

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
    public void Options_that_make_no_sense_are_refused_where_they_are_given()
    {
        Should.Throw<ArgumentException>(() => new SizeReflex(new SizeOptions { ResponseCharacters = 0 }));
        Should.Throw<ArgumentException>(() => new RateReflex(new SetTime(), new RateOptions { PerSecond = 0 }));
        Should.Throw<ArgumentException>(() => new RateReflex(new SetTime(), new RateOptions
        {
            Tools = new Dictionary<string, RateOptions> { ["t"] = new() { Burst = 0 } },
        }));
    }
}
