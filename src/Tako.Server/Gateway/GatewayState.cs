using Tako.Models.Calls;

namespace Tako.Server.Gateway;

/// <summary>The one mutable thing of the gateway: which set-up holds now, how many calls run, whether it is ending.</summary>
internal sealed class GatewayState(GatewaySetup first, Func<GatewaySetup, ICallRoute> route) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource _ending = new();
    private GatewaySnapshot _current = new(first, route(first), 1);
    private int _running;
    private volatile bool _draining;

    public GatewaySnapshot Current => Volatile.Read(ref _current);

    public int Running => Volatile.Read(ref _running);

    /// <summary>No longer ready for new work, though what comes is still answered.</summary>
    public bool Draining => _draining;

    /// <summary>Cancelled when running calls are not waited for any longer.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Enters the set-up that holds now; leave it when the call has ended.</summary>
    public GatewaySnapshot Enter()
    {
        while (true)
        {
            if (Current is var now && now.TryEnter())
                return now;
        }
    }

    /// <summary>From now on calls run on this set-up; those that run go on with theirs.</summary>
    public GatewaySnapshot Swap(GatewaySetup setup)
    {
        var before = Current;
        var next = new GatewaySnapshot(setup, route(setup), before.Version + 1);
        Volatile.Write(ref _current, next);
        before.Leave();
        return next;
    }

    /// <summary>One more call, unless so many run already.</summary>
    public bool TryBegin(int most)
    {
        if (Interlocked.Increment(ref _running) <= most)
            return true;
        Interlocked.Decrement(ref _running);
        return false;
    }

    public void End() => Interlocked.Decrement(ref _running);

    /// <summary>Waits until no call runs, at most so long.</summary>
    public async Task IdleAsync(TimeSpan atMost, TimeProvider time)
    {
        var started = time.GetTimestamp();
        while (Running > 0 && time.GetElapsedTime(started) < atMost)
            await Task.Delay(BetweenLooks, time);
    }

    public void Drain() => _draining = true;

    /// <summary>Cancels the calls that still run.</summary>
    public Task StopWaitingAsync() => _ending.CancelAsync();

    public void Dispose()
    {
        Current.Leave();
        _ending.Dispose();
    }
}
