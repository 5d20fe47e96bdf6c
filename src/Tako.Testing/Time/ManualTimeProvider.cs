namespace Tako.Testing.Time;

/// <summary>
/// A clock that moves only when a test moves it. Timers, <c>Task.Delay(…, timeProvider)</c> and cancellation after a
/// time all follow it; callbacks run inside <see cref="Advance"/>, in the order in which they are due.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(Func<TimeSpan, bool> DueIn, TaskCompletionSource<TimeSpan> Seen)> _watchers = [];
    private readonly DateTimeOffset _start = start;
    private DateTimeOffset _now = start;
    private long _order;

    public ManualTimeProvider() : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => (GetUtcNow() - _start).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on, stopping at each timer that becomes due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (NextDue(end) is { } timer)
            timer.Run();
        lock (_lock)
            _now = end > _now ? end : _now;
    }

    /// <summary>Completes once a timer is running that is due in a time the test waits for; gives that time.</summary>
    public Task<TimeSpan> WhenTimerAsync(Func<TimeSpan, bool> dueIn)
    {
        lock (_lock)
        {
            foreach (var timer in _timers)
            {
                if (dueIn(timer.Due - _now))
                    return Task.FromResult(timer.Due - _now);
            }

            var seen = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((dueIn, seen));
            return seen.Task;
        }
    }

    private ManualTimer? NextDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => (timer.Due, timer.Order));
            if (next is null)
                return null;
            _now = next.Due > _now ? next.Due : _now;
            _timers.Remove(next);
            if (next.Period > TimeSpan.Zero)
                Add(next, next.Due + next.Period);
            return next;
        }
    }

    private void Add(ManualTimer timer, DateTimeOffset due)
    {
        timer.Due = due;
        timer.Order = ++_order;
        _timers.Add(timer);
        for (var index = _watchers.Count - 1; index >= 0; index--)
        {
            if (!_watchers[index].DueIn(due - _now))
                continue;
            _watchers[index].Seen.TrySetResult(due - _now);
            _watchers.RemoveAt(index);
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public DateTimeOffset Due { get; set; }

        public long Order { get; set; }

        public TimeSpan Period { get; private set; }

        public void Run() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var runNow = false;
            lock (clock._lock)
            {
                if (_disposed)
                    return false;
                clock._timers.Remove(this);
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                if (dueTime == TimeSpan.Zero && Period == TimeSpan.Zero)
                    runNow = true;
                else if (dueTime != Timeout.InfiniteTimeSpan)
                    clock.Add(this, clock._now + dueTime);
            }

            // As with the system's clock, a timer that is due at once doesn't run inside the call that set it.
            if (runNow)
                ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Run(), this, preferLocal: false);
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
