using Tako.Eval.Failover.Provider;
using Tako.Testing.Time;

namespace Tako.Eval.Tests.Failover;

public sealed class ScaledTimeTests
{
    [Fact]
    public void Its_clock_and_its_timers_run_so_many_times_faster_and_never_early()
    {
        var below = new ManualTimeProvider();
        var time = new ScaledTime(below, 20);
        var (start, utc, rung) = (time.GetTimestamp(), time.GetUtcNow(), 0);
        using var timer = time.CreateTimer(_ => rung++, null, TimeSpan.FromSeconds(2.01), Timeout.InfiniteTimeSpan);

        below.Advance(TimeSpan.FromMilliseconds(100));
        (rung, time.GetElapsedTime(start), time.GetUtcNow() - utc).ShouldBe((0, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)));
        below.Advance(TimeSpan.FromMilliseconds(1));
        rung.ShouldBe(1);
        Should.Throw<ArgumentOutOfRangeException>(() => new ScaledTime(below, 0.5));
    }
}
