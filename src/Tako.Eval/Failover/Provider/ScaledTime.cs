namespace Tako.Eval.Failover.Provider;

/// <summary>
/// A clock that runs faster than the one below it: timers, delays and timestamps are in its own time, so that twenty of its
/// seconds pass in one second at scale 20. Waits are rounded up, never down.
/// </summary>
public sealed class ScaledTime : TimeProvider
{
    private readonly TimeProvider _below;
    private readonly double _scale;
    private readonly long _start;
    private readonly DateTimeOffset _startTime;

    public ScaledTime(TimeProvider below, double scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        (_below, _scale) = (below, scale);
        (_start, _startTime) = (below.GetTimestamp(), below.GetUtcNow());
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => (long)(_below.GetElapsedTime(_start).Ticks * _scale);

    public override DateTimeOffset GetUtcNow() => _startTime + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(_below.CreateTimer(callback, state, Below(dueTime), Below(period)), this);

    // Whole milliseconds, because timers below cut the rest off and would come early.
    private TimeSpan Below(TimeSpan span) => span == Timeout.InfiniteTimeSpan || span == TimeSpan.Zero
        ? span
        : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / _scale));

    private sealed class Timer(ITimer below, ScaledTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => below.Change(time.Below(dueTime), time.Below(period));

        public void Dispose() => below.Dispose();

        public ValueTask DisposeAsync() => below.DisposeAsync();
    }
}
