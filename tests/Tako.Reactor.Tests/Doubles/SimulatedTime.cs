namespace Tako.Reactor.Tests.Doubles;

/// <summary>A clock that stands still until the simulation has nothing left to do, and then jumps to the next timer.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private long _ticks = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;
    private long _order;

    /// <summary>Real milliseconds to wait for other threads before a jump, for tests in which a cancellation crosses threads.</summary>
    public int Patience { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public TimeSpan? Next
    {
        get
        {
            lock (_lock)
                return _timers.Where(timer => timer.Due is not null).Min(timer => timer.Due) is { } due
                    ? TimeSpan.FromTicks(due - _ticks)
                    : null;
        }
    }

    /// <summary>Jumps to the next timer and fires it.</summary>
    public void Jump()
    {
        Timer timer;
        lock (_lock)
        {
            timer = _timers.Where(one => one.Due is not null).MinBy(one => (one.Due, one.Order))!;
            _ticks = Math.Max(_ticks, timer.Due!.Value);
            timer.Due = null;
        }

        timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        public long? Due { get; set; }

        public long Order { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                Order = ++time._order;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._ticks + dueTime.Ticks;
                if (Due is not null)
                    time._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._lock)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
