using System.Text;
using System.Text.Json;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Testing.Models;
using Tako.Testing.Time;

namespace Tako.Models.Tests.Calls.Wired;

/// <summary>What passes through, what it is reported to have cost, and what bounds it.</summary>
public sealed class ReportTests
{
    public static TheoryData<WireKind> Surfaces => [WireKind.Chat, WireKind.Responses, WireKind.Messages];

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Bytes_of_the_same_protocol_pass_untouched(WireKind wire)
    {
        await using var provider = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(provider, provider, wire);
        var call = Wires.Ask(wire, "first", more: """,  "x_unknown" : [1.50, {"deep":null}]""");
        var heard = await catalog.HearAsync(call);
        heard.ShouldBeWhole(Wires.Words);
        heard.Frames.ShouldBe(heard.Raw.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Length);
        var asked = Encoding.UTF8.GetString(call.Body.Span);
        provider.Requests.Single().Body.ShouldBe(asked.Replace("\"first\"", "\"up-1\"", StringComparison.Ordinal));
        heard.Report.Usage!.Output.ShouldBe(7);
        heard.Report.Usd.ShouldBe((11 * 2 + 7 * 10) / 1_000_000m);
        heard.Report.FirstContent.ShouldNotBeNull();
        heard.Report.Waited.ShouldBeLessThanOrEqualTo(heard.Report.Elapsed);
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task A_whole_body_passes_untouched(WireKind wire)
    {
        await using var provider = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(provider, provider, wire);
        var heard = await catalog.HearAsync(Wires.Ask(wire, "first", streamed: false));
        heard.ShouldBeWhole(Wires.Words);
        heard.Report.Usage!.Input.ShouldBe(11);
        heard.Report.AnsweredBy.ShouldBe("fake-1");
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task A_whole_body_is_settled_with_its_one_frame(WireKind wire)
    {
        await using var provider = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(provider, provider, wire);
        await using var answer = await catalog.Route.StartAsync(Wires.Ask(wire, "first", streamed: false), CancellationToken.None);
        (await answer.NextAsync(CancellationToken.None)).ShouldBeTrue();

        Settled();
        await answer.DisposeAsync();
        Settled();
        catalog.Breakers.Statistics.Single(link => link.Provider == "one").Attempts.ShouldBe(1);

        void Settled()
        {
            answer.Report.Usd.ShouldBe((11 * 2 + 7 * 10) / 1_000_000m);
            answer.Report.Estimated.ShouldBeFalse();
            answer.Report.Abandoned.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Usage_that_the_client_did_not_ask_for_is_counted_and_not_shown()
    {
        await using var provider = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat);
        var body = """{"model":"first","stream":true,"messages":[{"role":"user","content":"hello"}]}""";
        var heard = await catalog.HearAsync(new ModelCall
        {
            Model = "first", Wire = WireKind.Chat, Streamed = true, Body = Encoding.UTF8.GetBytes(body),
        });
        heard.ShouldBeWhole(Wires.Words);
        heard.Usage.ShouldBeNull();
        heard.Report.Usage!.Output.ShouldBe(7);
        heard.Report.Estimated.ShouldBeFalse();
        provider.Requests.Single().Json.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Surfaces))]
    public async Task Usage_that_a_provider_does_not_report_is_counted_here_and_told_as_such(WireKind wire)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, Usage = null });
        using var catalog = Wires.Chain(provider, provider, wire);
        foreach (var streamed in (bool[])[true, false])
        {
            var heard = await catalog.HearAsync(Wires.Ask(wire, "first", streamed));
            heard.ShouldBeWhole(Wires.Words);
            heard.Report.Estimated.ShouldBeTrue();
            heard.Report.Usage!.Output.ShouldNotBeNull().ShouldBeInRange(50, 100);
            heard.Report.Usage.Input.ShouldNotBeNull().ShouldBeInRange(8, 40);
            heard.Report.Usd.ShouldNotBeNull().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task A_caller_that_leaves_is_charged_for_what_came_and_its_provider_is_let_go()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, StallAfter = 30 });
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat);
        var answer = await catalog.Route.StartAsync(Wires.Ask(WireKind.Chat, "first"), CancellationToken.None);
        for (var frame = 0; frame < 20; frame++)
            (await answer.NextAsync(CancellationToken.None)).ShouldBeTrue();
        await answer.DisposeAsync();
        answer.Report.Abandoned.ShouldBeTrue();
        answer.Report.Estimated.ShouldBeTrue();
        answer.Report.Usage!.Output.ShouldNotBeNull().ShouldBeInRange(10, 40);
        answer.Report.Usd.ShouldNotBeNull().ShouldBeGreaterThan(0);
        // The call's clock and its connection are free for the next one.
        (await catalog.HearAsync(Wires.Ask(WireKind.Chat, "first"), new CancellationTokenSource(TimeSpan.FromMilliseconds(1)).Token)
            .ContinueWith(ended => ended.IsCanceled, TaskScheduler.Default)).ShouldBeTrue();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Cancelling_the_caller_cancels_everything_under_it(bool streamed)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Silence());
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat);
        using var leave = new CancellationTokenSource();
        var hearing = catalog.HearAsync(Wires.Ask(WireKind.Chat, streamed: streamed), leave.Token);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => hearing);
    }

    [Fact]
    public async Task A_reader_that_leaves_with_a_token_of_its_own_is_let_go()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer { Text = Wires.Words, StallAfter = 1 });
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat);
        await using var answer = await catalog.Route.StartAsync(Wires.Ask(WireKind.Chat, "first"), CancellationToken.None);
        using var leave = new CancellationTokenSource();
        var reading = ReadAsync();
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading);

        async Task ReadAsync()
        {
            while (await answer.NextAsync(leave.Token))
            {
            }
        }
    }

    [Fact]
    public async Task A_reader_that_takes_its_time_does_not_make_the_provider_stall()
    {
        await using var provider = FakeProvider.Start(Wires.Words);
        var time = new ManualTimeProvider();
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat, time: time);
        await using var answer = await catalog.Route.StartAsync(Wires.Ask(WireKind.Chat), CancellationToken.None);
        var frames = 0;
        while (await answer.NextAsync(CancellationToken.None))
        {
            if (frames++ % 20 == 0)
                time.Advance(TimeSpan.FromMinutes(2));
        }

        answer.Report.Failure.ShouldBeNull();
        answer.Report.Continued.ShouldBeFalse();
        answer.Head.Attempts.ShouldBe(1);
        provider.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Several_answers_at_once_end_with_the_last_of_them()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Nonsense(TwoChoices, "text/event-stream"));
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat);
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat, more: ""","n":2,"max_tokens":1"""));
        heard.Refusal.ShouldBeNull();
        heard.HasError.ShouldBeTrue();
        heard.Report.Failure!.Kind.ShouldBe(CallFailureKind.Cut);
    }

    [Fact]
    public async Task A_body_that_cannot_be_changed_is_refused_where_a_link_changes_it()
    {
        await using var provider = FakeProvider.Start("never");
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat, links: "[{ model: first, set: { temperature: 0 } }]");
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat, more: ""","seed":1,"seed":2"""));
        heard.Refusal!.Kind.ShouldBe(CallFailureKind.BadRequest);
        heard.Refusal.Message.ShouldContain("names a field twice");
    }

    [Fact]
    public async Task A_link_that_is_too_dear_is_passed_over()
    {
        await using var primary = FakeProvider.Start("never");
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, WireKind.Chat, links: "[second, first]");
        // Up to 500 tokens at 20 or 10 dollars a million.
        var call = Wires.Ask(WireKind.Chat, more: ""","max_tokens":500""", terms: new CallTerms { MostUsd = 0.006m });
        var heard = await catalog.HearAsync(call);
        heard.Refusal.ShouldBeNull();
        heard.Head.Model.ShouldBe("first");
        heard.Head.Before.ShouldBe([new Tried("second", null, "too dear")]);
        fallback.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_money_for_any_link_is_a_refusal_that_says_the_price()
    {
        await using var provider = FakeProvider.Start("never");
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat);
        var call = Wires.Ask(WireKind.Chat, more: ""","max_tokens":500""", terms: new CallTerms { MostUsd = 0.001m });
        var heard = await catalog.HearAsync(call);
        heard.Refusal!.Kind.ShouldBe(CallFailureKind.OutOfBudget);
        heard.Refusal.Message.ShouldContain("$0.005");
        heard.Report.Usd.ShouldBe(0);
        provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_time_of_the_call_bounds_all_of_its_attempts()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = FakeProvider.Answering(_ =>
        {
            arrived.TrySetResult();
            return new ProviderReply.Silence();
        });
        var time = new ManualTimeProvider();
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat, time: time);
        var hearing = catalog.HearAsync(Wires.Ask(WireKind.Chat, terms: new CallTerms { Time = TimeSpan.FromSeconds(4) }));
        await arrived.Task;
        await time.PassOnceAsync(TimeSpan.FromSeconds(4));
        var heard = await hearing;
        heard.Refusal!.Kind.ShouldBe(CallFailureKind.OutOfTime);
        heard.Report.Elapsed.ShouldBe(TimeSpan.FromSeconds(4));
        provider.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_required_field_makes_a_link_unfit_and_the_next_one_is_asked()
    {
        await using var primary = FakeProvider.Start("never");
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, WireKind.Messages, WireKind.Chat);
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat, more: ""","logprobs":true"""));
        heard.ShouldBeWhole(Wires.Words);
        heard.Head.Before.ShouldBe([new Tried("first", CallFailureKind.BadRequest, "unfit")]);
        primary.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_any_fitting_link_the_field_is_named()
    {
        await using var provider = FakeProvider.Start("never");
        using var catalog = Wires.Chain(provider, provider, WireKind.Messages);
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat, more: ""","n":2,"seed":1"""));
        heard.Refusal!.Kind.ShouldBe(CallFailureKind.BadRequest);
        heard.Refusal.Message.ShouldContain("cannot say n");
    }

    [Fact]
    public async Task Fields_that_are_dropped_stand_in_the_head()
    {
        await using var provider = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(provider, provider, WireKind.Messages);
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat, more: ""","seed":1"""));
        heard.ShouldBeWhole(Wires.Words);
        heard.Head.Dropped.ShouldBe(["seed"]);
    }

    [Theory]
    [InlineData("""{"model":"first","messages":[],"stream":"yes"}""", "stream")]
    [InlineData("""{"messages":[]}""", "model")]
    [InlineData("""{"model":"first" """, "not JSON")]
    public async Task A_body_that_is_no_request_is_refused_by_its_fault(string body, string named)
    {
        await using var provider = FakeProvider.Start("never");
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat);
        var heard = await catalog.HearAsync(new ModelCall { Model = "first", Wire = WireKind.Chat, Body = Encoding.UTF8.GetBytes(body) });
        heard.Refusal!.Kind.ShouldBe(CallFailureKind.BadRequest);
        heard.Refusal.Message.ShouldContain(named);
    }

    [Fact]
    public async Task An_unknown_name_is_refused_with_the_nearest_one()
    {
        await using var provider = FakeProvider.Start("never");
        using var catalog = Wires.Chain(provider, provider, WireKind.Chat);
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat, "carefull"));
        heard.Refusal!.Kind.ShouldBe(CallFailureKind.NotConfigured);
        heard.Refusal.Message.ShouldContain("'careful'");
    }

    [Theory]
    [InlineData("tools")]
    [InlineData("format")]
    public async Task What_is_no_plain_text_is_never_gone_on_with(string what)
    {
        ProviderReply cut = what == "tools"
            ? new ProviderReply.Answer { Text = "I look.", ToolCalls = [new("c1", "read", """{"path":"a.cs"}""")], CutAfter = 1 }
            : new ProviderReply.Answer { Text = """{"arms": 8, "brain": 1, "beak": 1}""", CutAfter = 2 };
        await using var primary = FakeProvider.Start(new ProviderReply.Nonsense(ToolStream, "text/event-stream"));
        await using var plain = FakeProvider.Start(cut);
        await using var fallback = FakeProvider.Start("never");
        using var catalog = Wires.Chain(what == "tools" ? primary : plain, fallback, WireKind.Chat);
        var heard = await catalog.HearAsync(Wires.Ask(WireKind.Chat,
            more: what == "tools" ? "" : ""","response_format":{"type":"json_object"}"""));
        heard.ShouldBeCleanError();
        fallback.Requests.ShouldBeEmpty();
    }

    // The first of two is finished, the second is cut off.
    private const string TwoChoices =
        """
        data: {"id":"1","choices":[{"index":0,"delta":{"content":"one"},"finish_reason":null}]}

        data: {"id":"1","choices":[{"index":1,"delta":{"content":"two"},"finish_reason":null}]}

        data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}


        """;

    // A tool's arguments, cut off in the middle.
    private const string ToolStream =
        """
        data: {"id":"1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"read","arguments":"{\"pa"}}]}}]}


        """;
}
