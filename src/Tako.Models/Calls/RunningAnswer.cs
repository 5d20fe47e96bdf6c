using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>A call while it runs: makes the attempts of its plan, and is the answer that its caller reads.</summary>
internal sealed class RunningAnswer(CallEngine engine, ModelCall call, CallPlan? plan, CancellationToken caller)
    : CallAnswer
{
    private readonly Queue<Frame> _held = [];
    private readonly List<Tried> _before = [];
    private readonly long _started = engine.Time.GetTimestamp();
    private CallClock? _clock;
    private Attempt? _attempt;
    private PlanLink? _link;
    private CallFailure? _refusal;
    private Frame? _current;
    private int _attempts;

    public override CallFailure? Refusal => _refusal;

    public override AnswerHead Head => new()
    {
        Model = _link?.Model ?? "",
        Provider = _link?.Endpoint.Provider.Name ?? "",
        Attempts = _attempts,
        Before = _before,
    };

    public override bool Streamed => _attempt?.IsStream ?? false;

    public override ReadOnlyMemory<byte> Bytes => _current?.Raw ?? default;

    internal override IReadOnlyList<Delta> View => _current?.View(_link!.Protocol) ?? [];

    public override CallReport Report => new() { Elapsed = engine.Time.GetElapsedTime(_started), Failure = _refusal };

    public void Refuse(CallFailure why) => _refusal = why;

    public async ValueTask StartAsync()
    {
        _clock = engine.RentClock();
        var limits = plan!.Links[0].Limits;
        _clock.Start(limits.Call, caller);
        foreach (var link in plan.Links)
        {
            _refusal = null;
            if (await TryAsync(link))
                return;
        }
    }

    public override async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (_held.TryDequeue(out _current))
            return true;
        if (_attempt is null)
            return false;
        var step = await _attempt.NextAsync();
        if (step.Broken is { } broken)
            throw new ModelCallException(broken.Failure with { Attempts = _attempts });
        _current = step.Frame;
        return _current is not null;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_attempt is not null)
            await _attempt.DisposeAsync();
        _attempt = null;
        if (_clock is not null)
            engine.Return(_clock);
        _clock = null;
    }

    private async ValueTask<bool> TryAsync(PlanLink link)
    {
        for (var attempts = 1; ; attempts++)
        {
            if (link.Endpoint.Model.UpstreamId.Length == 0)
            {
                var (name, none) = await InstalledModel.FirstAsync(link, _clock!, caller);
                if (none is not null)
                {
                    _refusal = none.Failure;
                    return false;
                }

                link = link with { Endpoint = link.Endpoint with { Model = link.Endpoint.Model with { UpstreamId = name! } } };
            }

            var (request, unfit) = LinkBody.Of(call, link.Endpoint, link.Protocol);
            if (unfit is not null)
            {
                _refusal = unfit;
                return false;
            }

            _attempts++;
            var broken = await OpenAsync(link, request!);
            if (broken is null)
                return true;
            _refusal = broken.Failure with { Attempts = _attempts };
            _before.Add(new Tried(link.Model, broken.Failure.Kind, broken.Failure.Kind.ToString()));
            if (!broken.MayRepeat || attempts >= link.Limits.Attempts || broken.Failure.RetryAfter > link.Limits.LongestWait)
                return false;
            await Task.Delay(engine.Wait(link.Limits, attempts, broken.Failure.RetryAfter), engine.Time, _clock!.Token);
        }
    }

    private async ValueTask<Broken?> OpenAsync(PlanLink link, AttemptRequest request)
    {
        _held.Clear();
        var attempt = new Attempt(link, link.Endpoint, request, _clock!, engine.Time, caller);
        _attempt = attempt;
        _link = link;
        while (true)
        {
            var step = await attempt.NextAsync();
            if (step.Broken is { } broken)
            {
                await attempt.DisposeAsync();
                _attempt = null;
                return broken;
            }

            if (step.Frame is { } frame)
                _held.Enqueue(frame);
            if (step.HasContent || step.Frame is null)
            {
                _refusal = null;
                return null;
            }
        }
    }
}
