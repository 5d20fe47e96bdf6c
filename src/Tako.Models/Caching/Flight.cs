using System.Buffers;
using System.Runtime.ExceptionServices;
using Tako.Models.Calls;
using Tako.Models.Failures;

namespace Tako.Models.Caching;

/// <summary>
/// One call that is made for everybody who asks for the same at that time. Whoever needs the next frame and finds nobody fetching
/// it fetches it for all, so that a lone caller sets the pace as without a cache, and a slow one keeps nobody back. The call goes
/// on as long as one reader is left, whoever began it.
/// </summary>
internal sealed class Flight
{
    private readonly Lock _lock = new();
    private readonly FlightPlan _plan;
    private readonly FrameBuffer _frames = new();
    private readonly List<FlightReader> _readers = [];
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _body;
    private readonly AnswerCheck _check;
    private CallAnswer? _inner;
    private FlightReader _payer;
    private Task? _fetching;
    private ExceptionDispatchInfo? _mistake;
    private AnswerHead _head = new();
    private CallReport? _report;
    private bool _closed;
    private bool _ended;
    private bool _large;

    /// <summary>A flight that is yet to begin, with the reader who pays for it.</summary>
    public Flight(FlightPlan plan, CacheState state)
    {
        _plan = plan;
        // The caller's bytes are his, and he may leave before the call is over.
        _body = ArrayPool<byte>.Shared.Rent(plan.Call.Body.Length);
        plan.Call.Body.Span.CopyTo(_body);
        _check = new AnswerCheck(plan.Wire, plan.Call.Operation, plan.Call.Streamed, plan.Choices);
        First = _payer = new FlightReader(this, state, plan);
        _readers.Add(First);
    }

    public FlightReader First { get; }

    /// <summary>Completes with the first content or the refusal; never fails.</summary>
    public Task Started => _started.Task;

    public CallFailure? Refusal { get; private set; }

    public bool Streamed { get; private set; }

    public AnswerHead Head => _inner is { } inner && !_ended ? inner.Head : _head;

    /// <summary>What was told of the call in the end.</summary>
    public CallReport? Report => _report;

    public Exception? Mistake => _mistake?.SourceException;

    /// <summary>Makes the call.</summary>
    public async Task BeginAsync()
    {
        try
        {
            var call = _plan.Call with { Body = _body.AsMemory(0, _plan.Call.Body.Length) };
            _inner = await _plan.Route.StartAsync(call, _cancel.Token);
            Streamed = _inner.Streamed;
            if (_inner.Refusal is { } refusal)
            {
                Refusal = refusal;
                await EndAsync(NotKept.Failed);
            }
        }
        catch (Exception mistake)
        {
            _mistake = ExceptionDispatchInfo.Capture(mistake);
            await EndAsync(NotKept.Failed);
        }
        finally
        {
            _started.SetResult();
        }
    }

    /// <summary>Null when it is too late to read along.</summary>
    public FlightReader? Join(FlightPlan plan)
    {
        lock (_lock)
        {
            if (_closed)
                return null;
            var reader = new FlightReader(this, CacheState.Joined, plan);
            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Whether a reader had all of the answer.</summary>
    public bool IsReadBy(FlightReader reader)
    {
        lock (_lock)
            return _ended && reader.Position == _frames.Count;
    }

    public bool Pays(FlightReader reader) => ReferenceEquals(_payer, reader);

    /// <summary>The frame at a position, or null together with what to wait for; both null at the end.</summary>
    public (ReadOnlyMemory<byte>? Frame, Task? Wait) Next(FlightReader reader, int position)
    {
        TaskCompletionSource mine;
        lock (_lock)
        {
            if (position < _frames.Count)
            {
                var frame = _frames[position];
                reader.Position = position + 1;
                return (frame, null);
            }

            if (_ended)
            {
                _mistake?.Throw();
                return default;
            }

            if (_fetching is { } running)
                return (null, running);
            mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _fetching = mine.Task;
        }

        return (null, FetchAsync(mine));
    }

    /// <summary>Takes a reader away. The last one ends the call; the one who pays leaves that to another.</summary>
    public async ValueTask LeaveAsync(FlightReader reader)
    {
        Task? fetching;
        lock (_lock)
        {
            _readers.Remove(reader);
            if (_ended)
                return;
            if (_readers.Count > 0)
            {
                if (ReferenceEquals(_payer, reader))
                    _payer = _readers[0];
                return;
            }

            _closed = true;
            fetching = _fetching;
        }

        _plan.Remove(this);
        await _cancel.CancelAsync();
        await Started;
        if (fetching is not null)
            await fetching;
        await EndAsync(NotKept.Abandoned);
    }

    private async Task FetchAsync(TaskCompletionSource done)
    {
        try
        {
            if (!await FetchOneAsync() || (!Streamed && !await FetchOneAsync()))
                await EndAsync(NotKept.No);
        }
        catch (Exception mistake)
        {
            _mistake = ExceptionDispatchInfo.Capture(mistake);
            await EndAsync(NotKept.Failed);
        }
        finally
        {
            lock (_lock)
                _fetching = null;
            done.SetResult();
        }
    }

    private async ValueTask<bool> FetchOneAsync()
    {
        if (!await _inner!.NextAsync(_cancel.Token))
            return false;
        Take(_inner.Bytes.Span);
        return true;
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        var tooLarge = false;
        lock (_lock)
        {
            _frames.Add(frame);
            if (!_large && _frames.Bytes > _plan.MostBytes)
                tooLarge = _large = _closed = true;
            // Nobody can come any more: what all have read need not be kept.
            if (_large)
                _frames.LetGo(_readers.Count == 0 ? _frames.Count : _readers.Min(reader => reader.Position));
        }

        if (tooLarge)
            _plan.Remove(this);
        else if (!_large)
            _check.Take(frame);
    }

    // Once, by whoever sees the end. What is worth it is stored before the call is forgotten, so that nobody falls in between.
    private async ValueTask EndAsync(NotKept why)
    {
        lock (_lock)
        {
            if (_ended && _report is not null)
                return;
            // A whole answer can be joined until it is stored.
            _closed |= why != NotKept.No;
        }

        var report = new CallReport { Elapsed = TimeSpan.Zero, Abandoned = why == NotKept.Abandoned };
        if (_inner is { } inner)
        {
            await inner.DisposeAsync();
            _head = inner.Head;
            report = inner.Report;
            if (why == NotKept.No)
                why = Judge(report);
            await _plan.KeepAsync(why, why == NotKept.No
                ? _frames.ToStored(AnswerNote.Of(_head, report).Write(), _plan.Now, _plan.Ttl)
                : null);
        }

        lock (_lock)
        {
            if (_report is null)
                ArrayPool<byte>.Shared.Return(_body);
            _report = report;
            _closed = _ended = true;
        }

        _plan.Remove(this);
        _cancel.Dispose();
    }

    private NotKept Judge(CallReport report) =>
        report.Failure is not null ? NotKept.Failed
        : report.Continued ? NotKept.Continued
        : report.Abandoned ? NotKept.Abandoned
        : _large ? NotKept.TooLarge
        : _check.Verdict();
}
