using Tako.Models.Calls;
using Tako.Models.Wire;
using Tako.Testing.Models;

namespace Tako.Models.Tests.Calls.Wired;

/// <summary>Many calls at once over providers that break in every way, with callers that leave.</summary>
public sealed class StormTests
{
    private const int Calls = 240;

    [Fact]
    public async Task Every_call_has_its_whole_answer_or_a_clean_error_and_its_account()
    {
        var number = 0;
        await using var primary = FakeProvider.Answering(_ => Reply(Interlocked.Increment(ref number)));
        await using var fallback = FakeProvider.Start(Wires.Words);
        using var catalog = Wires.Chain(primary, fallback, WireKind.Chat, WireKind.Messages, limits: Clients.Quick,
            more: "breaker: { failures: 1000, ratio: 1 }");
        var whole = 0;
        await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (call, cancellationToken) =>
        {
            var wire = (WireKind)(call % 3);
            if (call % 7 == 0)
            {
                var left = await LeaveAsync(catalog.Route, Wires.Ask(wire));
                left.Abandoned.ShouldBeTrue();
                left.Usage!.Output.ShouldNotBeNull().ShouldBeGreaterThan(0);
                return;
            }

            var heard = await catalog.HearAsync(Wires.Ask(wire, streamed: call % 5 != 0), cancellationToken);
            heard.Refusal.ShouldBeNull();
            heard.Report.Usage!.Output.ShouldNotBeNull().ShouldBeGreaterThan(0);
            heard.Report.Usd.ShouldNotBeNull().ShouldBeGreaterThan(0);
            if (heard.HasError)
            {
                heard.ShouldBeCleanError();
                return;
            }

            heard.ShouldBeWhole(Wires.Words);
            Interlocked.Increment(ref whole);
        });
        // All but those that left: this text is its own seam.
        whole.ShouldBe(Enumerable.Range(0, Calls).Count(call => call % 7 != 0));
    }

    private static ProviderReply Reply(int number) => (number % 8) switch
    {
        0 => new ProviderReply.Status(503),
        1 => new ProviderReply.Reset(),
        2 => new ProviderReply.Answer { Text = Wires.Words, CutAfter = number % 60 },
        3 => new ProviderReply.Answer { Text = Wires.Words, Intruder = (number % 50, "{broken") },
        4 => new ProviderReply.Answer { Text = Wires.Words, Intruder = (number % 50, """{"error":{"code":"overloaded"}}""") },
        5 => new ProviderReply.Nonsense("<html>Welcome</html>", "text/html"),
        _ => Wires.Words,
    };

    private static async Task<CallReport> LeaveAsync(ICallRoute route, ModelCall call)
    {
        var answer = await route.StartAsync(call, CancellationToken.None);
        for (var frame = 0; frame < 12; frame++)
            (await answer.NextAsync(CancellationToken.None)).ShouldBeTrue();
        await answer.DisposeAsync();
        return answer.Report;
    }
}
