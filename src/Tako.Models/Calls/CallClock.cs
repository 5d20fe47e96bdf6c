namespace Tako.Models.Calls;

/// <summary>Which limit of time an attempt ran into.</summary>
internal enum Deadline { None, FirstContent, Idle, Trailing, Answer, Call }

/// <summary>
/// The clock of one call: whichever of its limits passes first cancels the attempt that runs, and it can be asked
/// afterwards which one did. One timer serves all limits and stays armed from call to call, because most calls end long
/// before any of them: a timer that fires too early only looks and goes on.
/// </summary>
internal sealed class CallClock : IDisposable
{
    private const long Never = long.MaxValue;
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _caller;
    private long _armedFor = Never;
    private long _call = Never;
    private long _answer = Never;
    private long _first = Never;
    private long _piece = Never;
    private Deadline _pieceMeans;
    private Deadline _passed;
    private bool _running;
    // The source has been cancelled or is about to be: it serves no other call.
    private bool _spent;

    public CallClock(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static clock => ((CallClock)clock!).Look(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends what the attempt waits for; it is another one after a limit has passed.</summary>
    public CancellationToken Token => _source.Token;

    public Deadline Passed => _passed;

    /// <summary>What is left of the whole call.</summary>
    public TimeSpan Left => _call == Never ? TimeSpan.MaxValue
        : _call <= Now ? TimeSpan.Zero : _time.GetElapsedTime(Now, _call);

    private long Now => _time.GetTimestamp();

    /// <summary>Begins a call: its limit holds over all attempts, and whatever ends the caller ends it.</summary>
    public void Start(TimeSpan call, CancellationToken caller)
    {
        lock (_lock)
        {
            _running = true;
            _passed = Deadline.None;
            _call = After(call);
            (_answer, _first, _piece) = (Never, Never, Never);
            Arm();
        }

        _caller = caller.UnsafeRegister(static clock => ((CallClock)clock!).Leave(), this);
    }

    public void StartAttempt(TimeSpan answer, TimeSpan? firstContent)
    {
        lock (_lock)
        {
            _answer = After(answer);
            _first = firstContent is { } limit ? After(limit) : Never;
            _piece = Never;
            Arm();
        }
    }

    /// <summary>The first content is there.</summary>
    public void HasContent() => _first = Never;

    /// <summary>A piece is there, and nothing is waited for.</summary>
    public void HasPiece() => _piece = Never;

    /// <summary>Sets the limit until the next piece anew.</summary>
    public void NextPiece(Deadline means, TimeSpan limit)
    {
        var due = After(limit);
        lock (_lock)
        {
            _pieceMeans = means;
            _piece = due;
            if (due < _armedFor)
                Arm();
        }
    }

    /// <summary>The attempt is over: only the call's limit holds, and what passed before is forgotten unless it was
    /// that.</summary>
    public void EndAttempt()
    {
        lock (_lock)
        {
            (_answer, _first, _piece) = (Never, Never, Never);
            if (_passed is Deadline.None or Deadline.Call)
                return;
            _passed = Deadline.None;
            // Not disposed: whoever waited with its token may still be leaving.
            _source = new CancellationTokenSource();
            _spent = false;
        }
    }

    /// <summary>Ends the call; true when the clock can serve another one.</summary>
    public bool Stop()
    {
        _caller.Dispose();
        _caller = default;
        lock (_lock)
        {
            _running = false;
            return !_spent && _source.TryReset();
        }
    }

    /// <summary>The caller left.</summary>
    public void Leave()
    {
        CancellationTokenSource source;
        lock (_lock)
        {
            if (!_running)
                return;
            source = Spend();
        }

        source.Cancel();
    }

    public void Dispose()
    {
        _timer.Dispose();
        // One that is being cancelled on another thread is left to the collector; it holds nothing else.
        if (!_spent)
            _source.Dispose();
    }

    // Cancelled by the caller outside of the lock: what waits for the token goes on inside of that, and may end the call or wait for
    // somebody who needs the lock.
    private CancellationTokenSource Spend()
    {
        _spent = true;
        return _source;
    }

    private long After(TimeSpan limit) =>
        limit == Timeout.InfiniteTimeSpan || limit == TimeSpan.MaxValue ? Never
            : Now + (long)(limit.TotalSeconds * _time.TimestampFrequency);

    private void Arm()
    {
        var due = Math.Min(Math.Min(_call, _answer), Math.Min(_first, _piece));
        if (due >= _armedFor)
            return;
        _armedFor = due;
        var now = Now;
        _timer.Change(due <= now ? TimeSpan.Zero : _time.GetElapsedTime(now, due), Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        CancellationTokenSource source;
        lock (_lock)
        {
            _armedFor = Never;
            if (!_running || _passed != Deadline.None)
                return;
            var now = Now;
            _passed = _answer <= now ? Deadline.Answer
                : _first <= now ? Deadline.FirstContent
                : _piece <= now ? _pieceMeans
                : _call <= now ? Deadline.Call
                : Deadline.None;
            if (_passed == Deadline.None)
            {
                Arm();
                return;
            }

            source = Spend();
        }

        source.Cancel();
    }
}
