using System.Runtime.CompilerServices;
using Tako.Models.Failures;

namespace Tako.Models.Calls;

/// <summary>
/// The one engine under every protocol and every surface. A configured name becomes a plan of links; attempts are made on
/// one after another until one answers; frames before the first content are held back, so that an attempt which breaks
/// early leaves no trace.
/// </summary>
internal sealed class CallEngine(FindPlan find, TimeProvider time, Random random) : ICallRoute, IDisposable
{
    private const double Spread = 0.25;
    private readonly System.Collections.Concurrent.ConcurrentQueue<CallClock> _clocks = [];

    public TimeProvider Time => time;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CallAnswer> StartAsync(ModelCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var plan = find(call.Model, out var why);
        var answer = new RunningAnswer(new CallRun(this, call, cancellationToken), plan);
        try
        {
            await answer.StartAsync(why);
            return answer;
        }
        catch
        {
            await answer.DisposeAsync();
            throw;
        }
    }

    public CallClock RentClock() => _clocks.TryDequeue(out var clock) ? clock : new CallClock(time);

    public void Return(CallClock clock)
    {
        if (clock.Stop())
            _clocks.Enqueue(clock);
        else
            clock.Dispose();
    }

    /// <summary>How long to wait before the next attempt on the same model; rises, and is spread so that callers do not come back
    /// all at once.</summary>
    public TimeSpan Wait(CallLimits limits, int attempts, TimeSpan? asked)
    {
        double chance;
        lock (random)
            chance = random.NextDouble();
        var wait = limits.Backoff * Math.Pow(2, attempts - 1) * (1 + Spread * chance);
        wait = wait < limits.LongestWait ? wait : limits.LongestWait;
        return asked > wait ? asked.Value : wait;
    }

    /// <summary>An id for an answer that its provider gave one of another form.</summary>
    public string NewId()
    {
        Span<byte> bytes = stackalloc byte[12];
        lock (random)
            random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    public void Dispose()
    {
        while (_clocks.TryDequeue(out var clock))
            clock.Dispose();
    }
}
