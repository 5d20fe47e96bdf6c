using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Testing.Models;
using Tako.Testing.Time;

namespace Tako.Models.Tests.Calls.Wired;

/// <summary>The sixteen ways in which a provider breaks, on every surface and between protocols.</summary>
public sealed class FailoverTests
{
    private const string Short = "timeouts: { firstToken: 10s, idle: 8s, answer: 30s }";
    private static readonly Dictionary<string, string> AfterTwoSeconds = new() { ["Retry-After"] = "2" };

    /// <summary>The client's protocol, the primary's, the fallback's.</summary>
    public static TheoryData<WireKind, WireKind, WireKind> Pairs => new()
    {
        { WireKind.Chat, WireKind.Chat, WireKind.Chat },
        { WireKind.Responses, WireKind.Responses, WireKind.Responses },
        { WireKind.Messages, WireKind.Messages, WireKind.Messages },
        { WireKind.Chat, WireKind.Chat, WireKind.Messages },
        { WireKind.Chat, WireKind.Messages, WireKind.Responses },
        { WireKind.Responses, WireKind.Responses, WireKind.Messages },
        { WireKind.Responses, WireKind.Messages, WireKind.Chat },
        { WireKind.Messages, WireKind.Messages, WireKind.Chat },
        { WireKind.Messages, WireKind.Chat, WireKind.Responses },
    };

    [Theory, MemberData(nameof(Pairs))]
    public async Task S01_Too_many_requests_is_waited_out_and_asked_again(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(429, "{}", AfterTwoSeconds), Wires.Words);
        await using var fallback = FakeProvider.Start("never");
        var time = new ManualTimeProvider();
        using var catalog = Wires.Chain(primary, fallback, first, second, time, more: Short);
        var hearing = catalog.HearAsync(Wires.Ask(client));
        await time.WhenTimerAsync(due => due == TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(1.5));
        primary.Requests.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(0.6));
        (await hearing).ShouldBeWhole(Wires.Words);
        primary.Requests.Count.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S02_Too_many_requests_for_ever_moves_on_after_the_retries(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(429));
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, first, second, more: Short);
        var heard = await catalog.HearAsync(Wires.Ask(client));
        heard.ShouldBeWhole(Wires.Words);
        primary.Requests.Count.ShouldBe(3);
        heard.Head.Model.ShouldBe("second");
        heard.Head.Before.Select(tried => tried.Why).ShouldBe(Enumerable.Repeat((CallFailureKind?)CallFailureKind.RateLimited, 3));
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S03_An_error_of_the_server_once_is_asked_again_there(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(500), Wires.Words);
        await using var fallback = FakeProvider.Start("never");
        using var catalog = Wires.Chain(primary, fallback, first, second);
        var heard = await catalog.HearAsync(Wires.Ask(client));
        heard.ShouldBeWhole(Wires.Words);
        heard.Head.Model.ShouldBe("first");
        heard.Head.Attempts.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S04_A_server_that_stays_down_is_moved_on_from(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(503));
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, first, second);
        (await catalog.HearAsync(Wires.Ask(client))).ShouldBeWhole(Wires.Words);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S05_A_reset_connection_is_asked_again(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Reset(), Wires.Words);
        await using var fallback = FakeProvider.Start("never");
        using var catalog = Wires.Chain(primary, fallback, first, second);
        (await catalog.HearAsync(Wires.Ask(client))).ShouldBeWhole(Wires.Words);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S06_A_silent_route_is_left_at_its_limit_and_not_asked_again(WireKind client, WireKind first, WireKind second)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var primary = FakeProvider.Answering(_ =>
        {
            arrived.TrySetResult();
            return new ProviderReply.Silence();
        });
        await using var fallback = FakeProvider.Start(Wires.Words);
        var time = new ManualTimeProvider();
        using var catalog = Wires.Chain(primary, fallback, first, second, time, more: Short);
        var hearing = catalog.HearAsync(Wires.Ask(client));
        await arrived.Task;
        await time.PassOnceAsync(TimeSpan.FromSeconds(10));
        var heard = await hearing;
        heard.ShouldBeWhole(Wires.Words);
        heard.Head.Before.ShouldBe([new Tried("first", CallFailureKind.Silent, "silent")]);
        primary.Requests.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S07_A_first_word_that_comes_too_late_is_not_waited_for(WireKind client, WireKind first, WireKind second)
    {
        // The stream begins well, and is then still before its first word.
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, StallAfter = 0 });
        await using var fallback = FakeProvider.Start(Wires.Words);
        var time = new ManualTimeProvider();
        using var catalog = Wires.Chain(primary, fallback, first, second, time, more: Short);
        var hearing = catalog.HearAsync(Wires.Ask(client));
        await time.PassOnceAsync(TimeSpan.FromSeconds(10));
        var heard = await hearing;
        heard.ShouldBeWhole(Wires.Words);
        heard.Head.Model.ShouldBe("second");
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S08_A_cut_stream_is_gone_on_with_by_the_next_model(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, CutAfter = 40 });
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, first, second);
        var heard = await catalog.HearAsync(Wires.Ask(client));
        heard.ShouldBeWhole(Wires.Words);
        heard.Report.Continued.ShouldBeTrue();
        heard.Report.Estimated.ShouldBeTrue();
        // What both wrote was paid for: the second one's report is eleven and seven tokens.
        heard.Report.Usage!.Output.ShouldNotBeNull().ShouldBeGreaterThan(30);
        heard.Report.Usage.Input.ShouldNotBeNull().ShouldBeGreaterThan(11);
        heard.Usage!.OutputTokenCount.ShouldBe(heard.Report.Usage.Output);
        heard.Report.Usd.ShouldNotBeNull().ShouldBeGreaterThan(0);
        fallback.Requests.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S08_A_model_that_goes_on_without_repeating_is_asked_for_all(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, CutAfter = 40 });
        // From the seam for as long as it is told what was said, as many a model does.
        await using var fallback = FakeProvider.Answering(asked =>
            asked.Body.Contains("An octopus thinks", StringComparison.Ordinal) ? Rest(40) : Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, first, second);
        (await catalog.HearAsync(Wires.Ask(client))).ShouldBeWhole(Wires.Words);
        fallback.Requests.Count.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S08_Words_of_another_answer_are_never_shown(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, CutAfter = 40 });
        await using var fallback = FakeProvider.Start("Quite another answer, about a squid and its ten arms, which nobody asked for.");
        using var catalog = Wires.Chain(primary, fallback, first, second);
        var heard = await catalog.HearAsync(Wires.Ask(client));
        heard.ShouldBeCleanError();
        heard.Report.Failure!.Kind.ShouldBe(CallFailureKind.Cut);
        Wires.Words.ShouldStartWith(heard.Text);
        heard.Raw.ShouldNotContain("squid");
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S09_A_stalled_stream_is_gone_on_with(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, StallAfter = 20 });
        await using var fallback = FakeProvider.Start(Wires.Words);
        var time = new ManualTimeProvider();
        using var catalog = Wires.Chain(primary, fallback, first, second, time, more: Short);
        var hearing = catalog.HearAsync(Wires.Ask(client));
        // Eight seconds that pass while a piece is there, and none is waited for, are no stall: they pass again until the other is asked.
        await time.PassAsync(hearing, TimeSpan.FromSeconds(8), () => fallback.Requests.Count > 0);
        (await hearing).ShouldBeWhole(Wires.Words);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S10_A_malformed_chunk_is_passed_over_or_gone_on_from(WireKind client, WireKind first, WireKind second)
    {
        foreach (var chunk in (string[])["{broken", """{"choices":[{"delta":{"content":"tenta"""])
        {
            await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, Intruder = (30, chunk) });
            await using var fallback = FakeProvider.Start(Wires.Words);
            using var catalog = Wires.Chain(primary, fallback, first, second);
            (await catalog.HearAsync(Wires.Ask(client))).ShouldBeWhole(Wires.Words);
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S11_An_answer_that_is_finished_ends_though_its_connection_stays(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, NeverEnds = true });
        await using var fallback = FakeProvider.Start("never");
        var time = new ManualTimeProvider();
        using var catalog = Wires.Chain(primary, fallback, first, second, time, more: Short);
        var hearing = catalog.HearAsync(Wires.Ask(client));
        await time.PassAsync(hearing, TimeSpan.FromSeconds(3));
        var heard = await hearing;
        heard.ShouldBeWhole(Wires.Words);
        heard.Usage!.OutputTokenCount.ShouldBe(7);
        heard.Report.Estimated.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S12_A_prompt_that_is_too_long_goes_once_to_the_larger_window(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(400,
            """{"error":{"code":"context_length_exceeded","message":"This model's maximum context length is 8000 tokens."}}"""));
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, first, second);
        (await catalog.HearAsync(Wires.Ask(client))).ShouldBeWhole(Wires.Words);
        primary.Requests.Count.ShouldBe(1);
        fallback.Requests.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S13_A_refusal_by_policy_is_not_routed_around(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(400, """{"error":{"code":"content_policy_violation"}}"""));
        await using var fallback = FakeProvider.Start("never");
        using var catalog = Wires.Chain(primary, fallback, first, second);
        var heard = await catalog.HearAsync(Wires.Ask(client));
        heard.Refusal!.Kind.ShouldBe(CallFailureKind.ContentPolicy);
        primary.Requests.Count.ShouldBe(1);
        fallback.Requests.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S14_A_prefill_that_is_refused_is_done_without(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, CutAfter = 30 });
        await using var fallback = FakeProvider.Answering(asked => EndsWithAssistant(asked)
            ? new ProviderReply.Status(400, """{"error":{"type":"invalid_request_error","message":"prefill is not supported"}}""")
            : Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, first, second, second: ", prefill: true");
        (await catalog.HearAsync(Wires.Ask(client))).ShouldBeWhole(Wires.Words);
        fallback.Requests.Count.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_prefill_is_gone_on_from_where_it_is_allowed(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, CutAfter = 30 });
        await using var fallback = FakeProvider.Answering(asked => EndsWithAssistant(asked) ? Rest(30) : "never");
        using var catalog = Wires.Chain(primary, fallback, first, second, second: ", prefill: true");
        (await catalog.HearAsync(Wires.Ask(client))).ShouldBeWhole(Wires.Words);
        fallback.Requests.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task S16_The_answer_names_who_gave_it_and_costs_what_that_one_asks(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Status(503));
        await using var fallback = FakeProvider.Start(new ProviderReply.Answer
        {
            Text = Wires.Words, Model = "up-2-2026", Usage = new(Input: 100, Output: 60),
        });
        using var catalog = Wires.Chain(primary, fallback, first, second);
        var heard = await catalog.HearAsync(Wires.Ask(client));
        heard.ShouldBeWhole(Wires.Words);
        (heard.Head.Model, heard.Head.Provider, heard.Head.Link, heard.Head.Attempts).ShouldBe(("second", "two", 1, 4));
        heard.Report.AnsweredBy.ShouldBe("up-2-2026");
        heard.Raw.ShouldContain("up-2-2026");
        heard.Report.Usd.ShouldBe((100 * 4 + 60 * 20) / 1_000_000m);
        heard.Usage!.InputTokenCount.ShouldBe(100);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task An_error_event_before_the_first_word_moves_on_unseen(WireKind client, WireKind first, WireKind second)
    {
        var error = """{"type":"error","error":{"type":"overloaded_error","code":"overloaded","message":"Overloaded"}}""";
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, Intruder = (0, error) });
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, first, second);
        var heard = await catalog.HearAsync(Wires.Ask(client));
        heard.ShouldBeWhole(Wires.Words);
        heard.Head.Model.ShouldBe("second");
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Without_a_stream_the_next_model_answers_as_well(WireKind client, WireKind first, WireKind second)
    {
        await using var primary = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, CutAfter = 3 });
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, first, second);
        var heard = await catalog.HearAsync(Wires.Ask(client, streamed: false));
        heard.ShouldBeWhole(Wires.Words);
        heard.Frames.ShouldBe(1);
        heard.Usage!.OutputTokenCount.ShouldBe(7);
    }

    private static ProviderReply Rest(int said) => new ProviderReply.Answer
    {
        Text = " " + string.Join(' ', Wires.Words.Split(' ').Skip(said)),
    };

    private static bool EndsWithAssistant(ProviderRequest asked)
    {
        var list = asked.Json.GetProperty(asked.IsResponses ? "input" : "messages");
        return list.ValueKind == System.Text.Json.JsonValueKind.Array
            && list[list.GetArrayLength() - 1].GetProperty("role").GetString() == "assistant";
    }
}
