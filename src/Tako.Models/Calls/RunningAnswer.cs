using System.Runtime.CompilerServices;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>
/// An answer that its caller reads while the call goes on. Its beginning is held by then; a failure after it is gone on from by
/// another attempt where plain text allows that, and else ends the stream as an error.
/// </summary>
internal sealed class RunningAnswer(CallRun run, CallPlan? plan) : CallAnswer
{
    private readonly AnswerOut _out = new(run.Call);
    private readonly long _started = run.Engine.Time.GetTimestamp();
    private Opened? _opened;
    private LinkAttempt? _now;
    private Continuation? _continuation;
    private CallFailure? _refusal;
    private CallFailure? _brokenBy;
    private CallFailure? _failure;
    private IReadOnlyList<Tried> _before = [];
    private IReadOnlyList<PlanLink> _links = [];
    private TimeSpan? _firstContent;
    private TimeSpan? _elapsed;
    private FrameSigns _shown;
    private bool _whole;
    private bool _ended;
    private AnswerHead? _head;
    private CallReport? _report;

    public override CallFailure? Refusal => _refusal;

    // It changes with the attempts alone, and is asked for more than once.
    public override AnswerHead Head => _head is { } known && known.Attempts == run.Attempts && _opened is not null ? known : _head = new()
    {
        Model = _opened?.Attempt.Link.Model ?? "",
        Provider = _opened?.Attempt.Link.Endpoint.Provider.Name ?? "",
        Link = _opened?.Attempt.Link.Place ?? 0,
        Attempts = run.Attempts,
        Before = _before,
        Dropped = _opened?.Attempt.Asked.Dropped ?? [],
    };

    public override bool Streamed => _out.Streamed;

    public override ReadOnlyMemory<byte> Bytes => _out.Bytes;

    internal override IReadOnlyList<Delta> View => _out.View;

    public override CallReport Report => _report ?? (_ended || _whole ? _report = NewReport() : NewReport());

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask StartAsync(CallFailure? why)
    {
        if (plan is null)
        {
            _refusal = why;
            return;
        }

        if (run.Facts.ReadHead() is { } fault)
        {
            _refusal = FailureWords.OfBody(plan.Name, fault);
            return;
        }

        run.StartClock(plan);
        _links = plan.Links;
        var opening = new Opening(run, plan, _links);
        _opened = await opening.RunAsync();
        _before = opening.Before;
        _refusal = opening.Refusal;
        if (_opened is null)
            return;
        _now = _opened.Attempt;
        _firstContent = run.Engine.Time.GetElapsedTime(_started);
        if (_out.Begin(_now.Link, _now.Asked, _now.IsStream, asWritten: _opened.Changed is null))
            _out.Start(Start());
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (_opened is null || _ended)
            return false;
        using var leaves = run.Leaves(cancellationToken);
        if (_opened.TakeChanged() is { } changed && _out.Say(changed))
            return true;
        while (_opened.TryTake(out var held))
        {
            if (Show(held))
                return true;
        }

        while (true)
        {
            var step = await _now!.NextAsync();
            if (step.Broken is { } broken)
            {
                if (await GoOnAsync(broken))
                    continue;
                return Fail();
            }

            if (step.Frame is null)
            {
                var last = _continuation is null ? [] : _continuation.TakeEnd(out var unlaid) is var rest && unlaid ? null : rest;
                if (last is not null)
                    return await EndAsync(last);
                if (!await GoOnAsync(null))
                    return Fail();
                continue;
            }

            if (_continuation is null)
            {
                if (Show(step))
                    return true;
                continue;
            }

            var deltas = _continuation.Take(step.Frame, out var fails);
            if (!fails)
            {
                if (deltas.Count > 0 && _out.Say(deltas))
                    return true;
            }
            else if (!await GoOnAsync(null))
            {
                return Fail();
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_ended && _now is not null)
            await (_whole ? _now.SucceedAsync() : _now.LeaveAsync());
        _ended = true;
        _elapsed ??= run.Engine.Time.GetElapsedTime(_started);
        run.StopClock();
        _out.Return();
    }

    private bool Show(in AttemptStep step)
    {
        _shown |= step.Peek.Signs;
        _out.WantsMore = run.Call.Wire == WireKind.Chat && run.Facts.Head.UsageInStream && !run.Tally.IsReported;
        var shown = _out.Show(step.Frame!, step.Peek);
        if (shown && step.Frame!.Whole && !_out.Streamed)
        {
            // Its reader has no reason to ask for more.
            _now!.Settle();
            _whole = true;
            _elapsed = run.Engine.Time.GetElapsedTime(_started);
        }

        return shown;
    }

    // Ends the attempt that broke, and begins another one to go on from what was said; false when that cannot be.
    private async ValueTask<bool> GoOnAsync(Broken? broken)
    {
        // Words that could not be laid say nothing about the model that gave them.
        if (broken is not null)
            await _now!.FailAsync(broken.Failure);
        else
            await _now!.LeaveAsync();
        _now = null;
        if (_continuation is null)
        {
            _brokenBy = broken!.Failure;
            if (!MayGoOn(broken))
                return false;
            _continuation = new Continuation(run, _links, _opened!.Attempt.Link);
        }

        _now = _continuation.Next(broken?.Failure);
        return _now is not null;
    }

    // Only plain text can be laid to other words: half of a tool's arguments or of a JSON value cannot.
    private bool MayGoOn(Broken broken) => run.Call.Streamed && run.Call.Operation == CallOperation.Generate
        && broken.MayMoveOn && broken.Failure.Kind is not (CallFailureKind.Endless or CallFailureKind.OutOfTime)
        && (_shown & FrameSigns.Tool) == 0 && run.Tally.Said.Count > 0 && _opened!.Changed is null
        && !run.Facts.IsBound;

    private bool Fail()
    {
        _failure = _brokenBy! with { Attempts = run.Attempts };
        _ended = true;
        _elapsed = run.Engine.Time.GetElapsedTime(_started);
        if (run.Call.Wire is null)
            throw new ModelCallException(_failure);
        _out.Fail(_failure);
        return true;
    }

    private async ValueTask<bool> EndAsync(List<Delta> last)
    {
        var told = run.Tally.IsReported;
        await _now!.SucceedAsync();
        _ended = _whole = true;
        _elapsed ??= run.Engine.Time.GetElapsedTime(_started);
        if (_continuation is not null)
        {
            if (_continuation.Finish is { } reason)
                last.Add(new Delta.Finish(reason));
            last.Add(new Delta.Used(run.Tally.Usage!));
        }
        else if (!told && run.Call.Wire is not null && run.Tally.Usage is { } counted)
        {
            last.Add(new Delta.Used(counted));
        }

        return _out.End(last);
    }

    private CallReport NewReport() => new()
    {
        Usage = run.Tally.Charged,
        Estimated = run.Tally.Estimated,
        Usd = run.Tally.Charged is null ? 0 : run.Tally.Usd,
        Failure = _failure ?? _refusal,
        Abandoned = !_whole && _failure is null && _refusal is null,
        AnsweredBy = AnsweredBy,
        Continued = _continuation is not null,
        Elapsed = _elapsed ?? run.Engine.Time.GetElapsedTime(_started),
        FirstContent = _firstContent,
        Waited = run.Waited,
    };

    // A look into the first frame, which nobody needs who lets it pass.
    private string? AnsweredBy => run.Call.Operation != CallOperation.Generate || _opened is null ? null
        : _opened.AnsweredBy ?? _opened.Attempt.Link.Endpoint.Model.UpstreamId;

    private AnswerStart Start() => new(AnsweredBy!, run.Engine.NewId(), run.Engine.Time.GetUtcNow(), run.Facts.UsageInStream)
    {
        Request = run.Call.Body,
    };
}
