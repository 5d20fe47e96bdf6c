using Tako.Models.Config;

namespace Tako.Models.Health;

/// <summary>The breaker of one model and one class of failure. Not safe by itself: its <see cref="ModelHealth"/> locks.</summary>
internal sealed class Breaker(BreakerConfig config)
{
    // The way back: so much of the calls for so long, each step a fifth of the time that the breaker was open for.
    private static readonly int[] Steps = [10, 25, 50];
    private const int StepsPerOpen = 5;
    private DateTimeOffset _until;
    private DateTimeOffset _windowStart;
    private (int Calls, int Failures) _window;
    private (int Calls, int Failures) _windowBefore;
    private int _credit;

    public BreakerState State { get; private set; }

    public DateTimeOffset Since { get; private set; }

    /// <summary>One after another.</summary>
    public int Failures { get; private set; }

    public DateTimeOffset? NextProbe => State == BreakerState.Open ? _until : null;

    /// <summary>Of a hundred calls, how many go through.</summary>
    public int Share(DateTimeOffset now) => State switch
    {
        BreakerState.Closed => 100,
        BreakerState.Recovering => Step(now) is { } step ? Steps[step] : 100,
        _ => 0,
    };

    /// <summary>Whether a call may go through, without letting it.</summary>
    public bool Admits(DateTimeOffset now)
    {
        if (State == BreakerState.Recovering && Step(now) is null)
            Enter(BreakerState.Closed, now);
        return State switch
        {
            BreakerState.Closed => true,
            BreakerState.Open => now >= _until,
            BreakerState.Recovering => _credit + Share(now) >= 100,
            _ => false,
        };
    }

    /// <summary>A call goes through: it probes where one is due.</summary>
    public void Admit(DateTimeOffset now)
    {
        if (State == BreakerState.Open)
            Enter(BreakerState.HalfOpen, now);
        else if (State == BreakerState.Recovering)
            _credit += Share(now) - 100;
    }

    /// <summary>A call was sent elsewhere: its share counts for the next one.</summary>
    public void Pass(DateTimeOffset now)
    {
        if (State == BreakerState.Recovering)
            _credit += Share(now);
    }

    public void Succeeded(bool probed, DateTimeOffset now)
    {
        Failures = 0;
        Count(failed: false, now);
        if (!probed || State != BreakerState.HalfOpen)
            return;
        Enter(BreakerState.Recovering, now);
        _credit = 0;
    }

    public void Failed(DateTimeOffset now, TimeSpan? retryAfter)
    {
        Failures++;
        Count(failed: true, now);
        var (calls, failures) = (_window.Calls + _windowBefore.Calls, _window.Failures + _windowBefore.Failures);
        if (State != BreakerState.Closed || Failures >= config.Failures
            || (calls >= 2 * config.Failures && failures >= config.Ratio * calls))
            Open(now, retryAfter > config.Open ? retryAfter.Value : config.Open);
    }

    /// <summary>A probe ended without saying anything: the next call may probe.</summary>
    public void Forget(DateTimeOffset now)
    {
        if (State == BreakerState.HalfOpen)
            Open(now, TimeSpan.Zero);
    }

    private void Open(DateTimeOffset now, TimeSpan time)
    {
        // Calls that were under way when it opened do not put the probe off.
        if (State == BreakerState.Open && now < _until)
            return;
        Enter(BreakerState.Open, now);
        _until = now + time;
        (_window, _windowBefore) = (default, default);
    }

    private void Enter(BreakerState state, DateTimeOffset now) => (State, Since) = (state, now);

    private int? Step(DateTimeOffset now)
    {
        var step = (int)((now - Since) / (config.Open / StepsPerOpen));
        return step < Steps.Length ? step : null;
    }

    private void Count(bool failed, DateTimeOffset now)
    {
        var half = config.Window / 2;
        if (now - _windowStart >= half)
        {
            _windowBefore = now - _windowStart < config.Window ? _window : default;
            _window = default;
            _windowStart = now;
        }

        _window = (_window.Calls + 1, _window.Failures + (failed ? 1 : 0));
    }
}
