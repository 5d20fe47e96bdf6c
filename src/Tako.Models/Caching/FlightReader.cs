using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Pricing;
using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>One caller's view of a call that several may share.</summary>
internal sealed class FlightReader(Flight flight, CacheState state, FlightPlan plan) : CallAnswer
{
    private static readonly ReportedUsage Nothing = new() { Input = 0, Output = 0, Total = 0 };
    private ReadOnlyMemory<byte> _bytes;
    private TimeSpan? _first;
    private TimeSpan _elapsed;
    private TimeSpan _waited;
    private AnswerHead? _seen;
    private AnswerHead? _head;
    private bool _left;
    private bool _ended;
    private bool _abandoned;

    /// <summary>Frames taken so far; kept by the flight.</summary>
    public int Position { get; set; }

    public override CallFailure? Refusal => null;

    public override AnswerHead Head
    {
        get
        {
            var now = flight.Head;
            if (!ReferenceEquals(_seen, now))
                _head = (_seen = now) with { Cache = state };
            return _head!;
        }
    }

    public override bool Streamed => flight.Streamed;

    public override ReadOnlyMemory<byte> Bytes => _bytes;

    internal override IReadOnlyList<Delta> View => FrameView.Of(plan.Wire, _bytes.Span, !Streamed);

    /// <summary>Who pays is told what it cost; the others took part in an answer that costs them nothing.</summary>
    public override CallReport Report
    {
        get
        {
            var whole = flight.Report;
            if (flight.Pays(this))
                return (whole ?? new CallReport { Elapsed = default }) with { Elapsed = _elapsed, Abandoned = _abandoned };
            return new CallReport
            {
                Usage = whole is null ? Nothing : state == CacheState.Joined ? whole.Usage : Nothing,
                Estimated = whole?.Estimated ?? false,
                Usd = 0,
                Failure = _abandoned ? null : whole?.Failure,
                Abandoned = _abandoned,
                AnsweredBy = whole?.AnsweredBy,
                Finish = _abandoned ? null : whole?.Finish,
                Continued = whole?.Continued ?? false,
                Elapsed = _elapsed,
                FirstContent = _first,
                Waited = _waited,
            };
        }
    }

    /// <summary>Waits until it is clear whether there is an answer.</summary>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await flight.Started.WaitAsync(cancellationToken);
            _first = _waited = _elapsed = plan.Since(plan.Began);
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync();
            throw;
        }
    }

    public override async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (!_ended && !_left)
        {
            var (frame, wait) = flight.Next(this, Position);
            if (frame is { } bytes)
            {
                _bytes = bytes;
                return true;
            }

            if (wait is null)
            {
                _ended = true;
                _elapsed = plan.Since(plan.Began);
                break;
            }

            if (wait.IsCompletedSuccessfully)
                continue;
            var before = plan.Timestamp;
            await wait.WaitAsync(cancellationToken);
            _waited += plan.Since(before);
        }

        _bytes = default;
        return false;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_left)
            return;
        _left = true;
        await flight.LeaveAsync(this);
        if (_ended)
            return;
        _elapsed = plan.Since(plan.Began);
        _abandoned = !flight.IsReadBy(this);
    }
}
