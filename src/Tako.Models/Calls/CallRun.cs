namespace Tako.Models.Calls;

/// <summary>What all attempts of one call share: its facts, clock, tally and counts.</summary>
internal sealed class CallRun(CallEngine engine, ModelCall call, CancellationToken caller)
{
    private CallTally? _tally;
    private CallClock? _clock;

    public CallEngine Engine => engine;

    public ModelCall Call => call;

    public CancellationToken Caller => caller;

    public CallFacts Facts { get; } = new(call);

    public CallTally Tally => _tally ??= new CallTally(Facts, engine.Time);

    /// <summary>Runs from the start of the plan until the answer is let go.</summary>
    public CallClock Clock => _clock ?? throw new InvalidOperationException("The call's clock does not run.");

    public int Attempts { get; set; }

    /// <summary>Spent on waiting for providers.</summary>
    public TimeSpan Waited { get; set; }

    public void StartClock(CallPlan plan)
    {
        var limit = call.Terms.Time is { } own && own < plan.Limits.Call ? own : plan.Limits.Call;
        _clock = engine.RentClock();
        _clock.Start(limit, caller);
    }

    /// <summary>For one move of the reader, whose token may be another one than the call's.</summary>
    public CancellationTokenRegistration Leaves(CancellationToken reader) => reader == caller || _clock is not { } clock
        ? default
        : reader.UnsafeRegister(static clock => ((CallClock)clock!).Leave(), clock);

    public void StopClock()
    {
        if (_clock is not null)
            engine.Return(_clock);
        _clock = null;
        _tally?.Said.Return();
    }

    /// <summary>Waits; false when the call's time is over before that.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan wait)
    {
        var began = engine.Time.GetTimestamp();
        try
        {
            await Task.Delay(wait, engine.Time, Clock.Token);
            return true;
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested && Clock.Passed != Deadline.None)
        {
            return false;
        }
        finally
        {
            Waited += engine.Time.GetElapsedTime(began);
        }
    }
}
