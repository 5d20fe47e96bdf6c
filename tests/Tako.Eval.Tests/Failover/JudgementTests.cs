using Tako.Eval.Failover;
using Tako.Eval.Failover.Client;
using Tako.Eval.Failover.Provider;
using Tako.Eval.Failover.Scenarios;
using Tako.Eval.Tests.Failover.Doubles;

namespace Tako.Eval.Tests.Failover;

[Collection(Clocked.Name)]
public sealed class JudgementTests
{
    public static TheoryData<Surface> Surfaces => [Surface.Chat, Surface.Responses, Surface.Messages];

    [Theory, MemberData(nameof(Surfaces))]
    public async Task A_truncated_answer_that_ends_well_fails(Surface surface)
    {
        var judged = await Play.OneAsync("s08", surface, CarelessGateways.Truncating);
        judged.Verdict.ShouldBe(Verdict.Fail, judged.Why);
        if (surface == Surface.Chat)
            judged.Why.ShouldContain("only 40 of 60 words came, and the answer ended as if it were whole (stop)");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task A_truncated_answer_that_just_ends_fails(Surface surface)
    {
        var judged = await Play.OneAsync("s14", surface, CarelessGateways.Closing);
        judged.Verdict.ShouldBe(Verdict.Fail, judged.Why);
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task An_answer_that_says_words_twice_fails(Surface surface)
    {
        var judged = await Play.OneAsync("s08", surface, CarelessGateways.Repeating);
        judged.Verdict.ShouldBe(Verdict.Fail, judged.Why);
        if (surface == Surface.Chat)
            judged.Why.ShouldContain("words are repeated");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task A_clean_error_is_safe(Surface surface)
    {
        var judged = await Play.OneAsync("s08", surface, CarelessGateways.Honest);
        judged.Verdict.ShouldBe(Verdict.Safe, judged.Why);
        judged.Why.ShouldContain("an error after 40 words");
    }

    [Theory]
    [InlineData("s02")]
    [InlineData("s04")]
    public async Task A_storm_of_retries_fails_although_the_answer_is_whole(string scenario)
    {
        var judged = await Play.OneAsync(scenario, Surface.Chat, CarelessGateways.Hammering);
        judged.Verdict.ShouldBe(Verdict.Fail, judged.Why);
        judged.Why.ShouldContain("a storm");
    }

    [Theory]
    [InlineData("s01", "the next attempt came after")]
    [InlineData("s12", "a prompt that is too long was sent to the primary 2 times")]
    [InlineData("s13", "routed around")]
    public async Task A_missed_limit_is_partial_and_named(string scenario, string why)
    {
        // Asks twice at once, then elsewhere.
        var judged = await Play.OneAsync(scenario, Surface.Chat, async (exchange, cancellationToken) =>
        {
            foreach (var link in new[] { "primary", "primary", "fallback" })
            {
                using var response = await exchange.AskAsync(link, cancellationToken);
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                if (!response.IsSuccessStatusCode)
                    continue;
                await exchange.Writer.WholeAsync(200, "text/event-stream", body, "", cancellationToken);
                return;
            }
        });
        judged.Verdict.ShouldBe(Verdict.Partial, judged.Why);
        judged.Why.ShouldContain(why);
    }

    [Fact]
    public async Task A_prefill_that_the_fallback_refuses_must_not_become_the_clients_error()
    {
        var judged = await Play.OneAsync("s14", Surface.Messages, async (exchange, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(exchange.Setup.Provider, "/v1/messages"));
            request.Content = new StringContent("""
                {"model":"s14-fallback","stream":true,"max_tokens":9,
                 "messages":[{"role":"user","content":"Tell"},{"role":"assistant","content":"An octopus keeps"}]}
                """);
            using var refused = await exchange.Http.SendAsync(request, cancellationToken);
            await exchange.Writer.WholeAsync((int)refused.StatusCode, "application/json",
                await refused.Content.ReadAsByteArrayAsync(cancellationToken), "", cancellationToken);
        });
        judged.Verdict.ShouldBe(Verdict.Fail, judged.Why);
        judged.Why.ShouldContain("a prefill that the fallback refuses hides the cut");
    }

    [Theory]
    [InlineData("x-tako-cost", "0.000639", "Pass")]
    [InlineData("x-tako-cost", "0.5", "Partial")]
    [InlineData("x-other", "1", "Pass")]
    public async Task A_cost_that_is_told_must_be_the_fallbacks(string header, string value, string verdict)
    {
        var judged = await Play.OneAsync("s16", Surface.Chat, async (exchange, cancellationToken) =>
        {
            using var response = await exchange.AskAsync("fallback", cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            await exchange.Writer.WholeAsync(200, "text/event-stream", body, $"{header}: {value}\r\n", cancellationToken);
        });
        judged.Verdict.ToString().ShouldBe(verdict, judged.Why);
    }

    [Theory]
    [InlineData("", "no word")]
    [InlineData("An octopus keeps", "only 3 of 60")]
    [InlineData("An octopus octopus keeps", "after 2 words it went back to word 2")]
    [InlineData("An octopus keepsAn octopus", "after 3 words it went back to word 1")]
    [InlineData("An octopuskeeps most", "after 2 words a space is missing")]
    [InlineData("An octopus keepsakes most", "after 3 words came 'akes' instead of 'most'")]
    [InlineData("An octopus most of", "words 3 to 3 are missing")]
    [InlineData("An octopus knits", "came 'knits' instead of 'keeps'")]
    public void A_text_that_is_not_whole_is_described(string text, string fault) =>
        WordCheck.Fault(text).ShouldNotBeNull().ShouldContain(fault);

    [Fact]
    public void The_text_has_sixty_words_and_no_two_alike()
    {
        var words = AnswerText.SixtyWords.Split(' ');
        (words.Length, words.Distinct().Count()).ShouldBe((60, 60));
        WordCheck.Fault(AnswerText.SixtyWords).ShouldBeNull();
        WordCheck.Fault(AnswerText.SixtyWords + " hand.").ShouldBe("1 words too many came after the last one");
    }

    [Fact]
    public void A_whole_answer_without_a_finish_reason_or_with_a_fault_of_protocol_fails()
    {
        var whole = new Received { Ending = Ending.Whole, Status = 200, Took = TimeSpan.FromSeconds(1), Text = AnswerText.SixtyWords };
        Judge.NotServed(whole)!.Why.ShouldContain("no finish reason");
        Judge.NotServed(whole with { Finish = "stop" }).ShouldBeNull();
        Judge.NotServed(whole with { Finish = "stop", Wrong = ["the finish reason came twice"] })!.Verdict.ShouldBe(Verdict.Fail);
        Judge.NotServed(whole with { Ending = Ending.Hanging })!.Verdict.ShouldBe(Verdict.Fail);
        WordCheck.Blemishes(whole with { Finish = "length" }).ShouldBe(["the finish reason is 'length'", "no usage is reported"]);
    }
}
