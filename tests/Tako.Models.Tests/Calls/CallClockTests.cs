using Tako.Models.Calls;
using Tako.Testing.Time;

namespace Tako.Models.Tests.Calls;

public sealed class CallClockTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>What a limit ends may wait for the caller, who is leaving at that moment: neither waits for the other.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void A_limit_that_passes_while_the_caller_leaves_ends_the_call(bool limitIsFirst)
    {
        var time = new ManualTimeProvider();
        using var clock = new CallClock(time);
        using var caller = new CancellationTokenSource();
        clock.Start(Limit, caller.Token);
        var other = false;
        using var ending = clock.Token.UnsafeRegister(_ =>
        {
            var thread = new Thread(() =>
            {
                if (limitIsFirst)
                    caller.Cancel();
                else
                    time.Advance(Limit);
            }) { IsBackground = true };
            thread.Start();
            other = thread.Join(TimeSpan.FromSeconds(30));
        }, null);

        if (limitIsFirst)
            time.Advance(Limit);
        else
            caller.Cancel();

        other.ShouldBeTrue();
        clock.Token.IsCancellationRequested.ShouldBeTrue();
        clock.Stop().ShouldBeFalse();
    }

    [Fact]
    public void A_clock_serves_call_after_call_until_a_limit_has_passed()
    {
        var time = new ManualTimeProvider();
        using var clock = new CallClock(time);
        clock.Start(Limit, CancellationToken.None);
        clock.Stop().ShouldBeTrue();
        clock.Start(2 * Limit, CancellationToken.None);
        time.Advance(Limit);
        clock.Token.IsCancellationRequested.ShouldBeFalse();
        time.Advance(Limit);
        clock.Passed.ShouldBe(Deadline.Call);
        clock.Stop().ShouldBeFalse();
    }
}
