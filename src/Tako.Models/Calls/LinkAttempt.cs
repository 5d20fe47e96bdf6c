using System.Runtime.CompilerServices;
using Tako.Models.Failures;
using Tako.Models.Health;

namespace Tako.Models.Calls;

/// <summary>An attempt on a link of the plan, which tells the link's health and the call's tally how it went. It is ended once, in one of
/// three ways.</summary>
internal sealed class LinkAttempt
{
    private readonly CallRun _run;
    private readonly Attempt _attempt;
    private readonly Admission _admission;
    private readonly long _began;
    private TimeSpan? _latency;
    private bool _settled;

    public LinkAttempt(CallRun run, PlanLink link, AttemptRequest asked, Admission admission, bool keepsWords)
    {
        (_run, Link, Asked, _admission) = (run, link, asked, admission);
        _began = run.Engine.Time.GetTimestamp();
        _attempt = new Attempt(link, asked, run.Call.Operation, passes: run.Call.Wire == link.Protocol.Kind && !link.HoldsAnswer,
            run.Clock, run.Engine.Time, run.Caller);
        run.Attempts++;
        run.Tally.Begin(link, keepsWords);
    }

    public PlanLink Link { get; }

    public AttemptRequest Asked { get; }

    /// <summary>What holds the request's body, to be given back after a whole answer.</summary>
    public PooledBuffer? Body { get; init; }

    public bool IsStream => _attempt.IsStream;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptStep> NextAsync()
    {
        var time = _run.Engine.Time;
        var began = time.GetTimestamp();
        var step = await _attempt.NextAsync();
        _run.Waited += time.GetElapsedTime(began);
        if (step.Frame is not { } frame)
            return step;
        if (_run.Call.Operation == CallOperation.Generate)
            _run.Tally.Take(frame, step.Peek);
        if (_attempt.PlainUsage is { } usage)
            _run.Tally.Take(usage);
        if (_latency is null && (step.Peek.HasContent || frame.Whole))
            _latency = time.GetElapsedTime(_began);
        return step;
    }

    /// <summary>Its answer is whole: it is counted, though its last frame may still be looked at.</summary>
    public void Settle()
    {
        if (_settled)
            return;
        _settled = true;
        var usd = _run.Tally.End(whole: true);
        Link.Health.Succeeded(_admission, _latency ?? _run.Engine.Time.GetElapsedTime(_began), usd);
    }

    /// <summary>Its answer came whole.</summary>
    public async ValueTask SucceedAsync()
    {
        Settle();
        await _attempt.DisposeAsync();
        Body?.Return();
    }

    public ValueTask FailAsync(CallFailure failure)
    {
        _run.Tally.End(whole: false);
        Link.Health.Failed(_admission, failure);
        return _attempt.DisposeAsync();
    }

    /// <summary>Nobody wants it any more; that says nothing about the model.</summary>
    public ValueTask LeaveAsync()
    {
        _run.Tally.End(whole: false);
        Link.Health.Forget(_admission);
        return _attempt.DisposeAsync();
    }
}
