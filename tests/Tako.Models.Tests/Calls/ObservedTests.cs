using Microsoft.Extensions.AI;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Testing.Models;
using Tako.Testing.Time;

namespace Tako.Models.Tests.Calls;

public sealed class ObservedTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_call_is_told_before_with_its_bounds_and_after_with_its_usage(bool streamed)
    {
        await using var provider =
            FakeProvider.Start(new ProviderReply.Answer { Text = "done", Usage = new(Input: 40, Output: 8) });
        using var catalog = Clients.Catalog(provider, "compatible");
        var journal = new Journal();
        using var client = new ObservedChatClient(catalog.Open(), catalog.Default!, journal, new ManualTimeProvider());
        var options = Clients.Step("fix/coder", 3);
        options.MaxOutputTokens = 100;
        await client.AskAsync(streamed, options);
        var (intent, result) = journal.Ended.Single();
        (intent.Model, intent.Step, intent.Ordinal, intent.MaxOutputTokens).ShouldBe(("main", "fix/coder", 3, 100));
        intent.PromptBytes.ShouldBeGreaterThanOrEqualTo(Clients.Prompt.Length);
        intent.MostUsd.ShouldBe((2 * intent.PromptBytes + 10 * 100) / 1_000_000m);
        result.Usage.OutputTokens.ShouldBe(8);
        result.Usage.Usd.ShouldBe((40 * 2 + 8 * 10) / 1_000_000m);
        result.Failure.ShouldBeNull();
        result.Abandoned.ShouldBeFalse();
        result.AnsweredBy.ShouldBe("fake-1");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_failed_call_is_told_with_its_failure_and_unknown_usage(bool streamed)
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Status(503));
        using var catalog = Clients.Catalog(provider, "compatible");
        var journal = new Journal();
        using var client = new ObservedChatClient(catalog.Open(), catalog.Default!, journal, new ManualTimeProvider());
        await client.FailAsync(streamed);
        var (_, result) = journal.Ended.Single();
        result.Failure!.Kind.ShouldBe(CallFailureKind.Overloaded);
        result.Attempts.ShouldBe(3);
        result.Usage.OutputTokens.ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_that_is_left_early_is_told_as_abandoned()
    {
        await using var provider = FakeProvider.Start("one two three four five");
        using var catalog = Clients.Catalog(provider, "compatible");
        var journal = new Journal();
        using var client = new ObservedChatClient(catalog.Open(), catalog.Default!, journal, new ManualTimeProvider());
        await foreach (var _ in client.GetStreamingResponseAsync("go"))
            break;
        journal.Ended.Single().Result.Abandoned.ShouldBeTrue();
    }

    [Fact]
    public async Task A_call_that_is_refused_before_it_is_made_never_reaches_the_provider()
    {
        await using var provider = FakeProvider.Start("never");
        using var catalog = Clients.Catalog(provider, "compatible");
        var journal = new Journal { Refuses = true };
        using var client = new ObservedChatClient(catalog.Open(), catalog.Default!, journal, new ManualTimeProvider());
        await Should.ThrowAsync<InvalidOperationException>(() => client.AskAsync(streamed: false));
        provider.Requests.ShouldBeEmpty();
        journal.Ended.ShouldBeEmpty();
    }

    private sealed class Journal : ICallObserver
    {
        public bool Refuses { get; init; }

        public List<(CallIntent Intent, CallResult Result)> Ended { get; } = [];

        public ValueTask StartAsync(CallIntent intent, CancellationToken cancellationToken) =>
            Refuses ? throw new InvalidOperationException("no budget") : ValueTask.CompletedTask;

        public ValueTask EndAsync(CallIntent intent, CallResult result, CancellationToken cancellationToken)
        {
            Ended.Add((intent, result));
            return ValueTask.CompletedTask;
        }
    }
}
