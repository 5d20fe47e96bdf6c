using Microsoft.Extensions.AI;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Testing.Models;
using Tako.Testing.Time;

namespace Tako.Models.Tests.Calls;

public sealed class TimeTests
{
    private static readonly CallLimits Limits = new()
    {
        FirstContent = TimeSpan.FromSeconds(90), Idle = TimeSpan.FromSeconds(40), Trailing = TimeSpan.FromSeconds(3),
            Answer = TimeSpan.FromMinutes(10),
    };

    [Theory, InlineData("compatible", true), InlineData("anthropic", false)]
    public async Task Too_many_requests_waits_as_long_as_the_provider_asks(string kind, bool streamed)
    {
        var busy = new ProviderReply.Status(429, "{}", new Dictionary<string, string> { ["Retry-After"] = "7" });
        await using var provider = FakeProvider.Start(busy, "at last");
        var time = new ManualTimeProvider();
        using var catalog = Clients.Catalog(provider, kind, time, Limits);
        var asking = catalog.Open().AskAsync(streamed);
        await time.WhenTimerAsync(due => due == TimeSpan.FromSeconds(7));
        time.Advance(TimeSpan.FromSeconds(6.9));
        provider.Requests.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(0.2));
        (await asking).Text.ShouldBe("at last");
        provider.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_wait_longer_than_the_limit_is_left_to_the_caller()
    {
        var busy = new ProviderReply.Status(429, "{}", new Dictionary<string, string> { ["Retry-After"] = "3600" });
        await using var provider = FakeProvider.Start(busy);
        using var catalog = Clients.Catalog(provider, "compatible", new ManualTimeProvider(), Limits);
        var failure = await catalog.Open().FailAsync(streamed: false);
        failure.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        failure.Attempts.ShouldBe(1);
    }

    [Theory, InlineData("compatible", true), InlineData("compatible", false), InlineData("anthropic", true)]
    public async Task A_silent_provider_is_left_at_its_limit_and_not_asked_again(string kind, bool streamed)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Silence());
        var time = new ManualTimeProvider();
        using var catalog = Clients.Catalog(provider, kind, time, Limits);
        var failing = catalog.Open().FailAsync(streamed);
        var limit = streamed ? Limits.FirstContent : Limits.Answer;
        await time.WhenTimerAsync(due => due == limit);
        time.Advance(limit);
        var failure = await failing;
        failure.Kind.ShouldBe(CallFailureKind.Silent);
        failure.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_stalls_is_left_at_the_idle_limit()
    {
        await using var provider =
            FakeProvider.Start(new ProviderReply.Answer { Text = "one two three four", StallAfter = 2 });
        var time = new ManualTimeProvider();
        using var catalog = Clients.Catalog(provider, "compatible", time, Limits);
        await using var updates = catalog.Open().GetStreamingResponseAsync("go").GetAsyncEnumerator();
        (await updates.MoveNextAsync()).ShouldBeTrue();
        (await updates.MoveNextAsync()).ShouldBeTrue();
        var next = updates.MoveNextAsync().AsTask();
        await time.PassAsync(next, Limits.Idle);
        var failure = (await Should.ThrowAsync<ModelCallException>(() => next)).Failure;
        failure.Kind.ShouldBe(CallFailureKind.Stalled);
        failure.Message.ShouldContain("in the middle");
    }

    [Theory, InlineData("compatible"), InlineData("anthropic")]
    public async Task A_finished_answer_does_not_wait_for_an_end_mark_that_never_comes(string kind)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer { Text = "done", NeverEnds = true });
        var time = new ManualTimeProvider();
        using var catalog = Clients.Catalog(provider, kind, time, Limits);
        var asking = catalog.Open().AskAsync(streamed: true);
        // What the provider sends after the finish reason starts the wait anew, so the time passes until the answer is there.
        await time.PassAsync(asking, Limits.Trailing);
        var response = await asking;
        response.Text.ShouldBe("done");
        response.Usage!.OutputTokenCount.ShouldBe(7);
    }

    [Fact]
    public async Task Giving_up_is_cancellation_and_not_a_failure()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Silence());
        using var catalog = Clients.Catalog(provider, "compatible", new ManualTimeProvider(), Limits);
        using var giveUp = new CancellationTokenSource();
        var asking = catalog.Open().AskAsync(streamed: true, cancellationToken: giveUp.Token);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }
}
