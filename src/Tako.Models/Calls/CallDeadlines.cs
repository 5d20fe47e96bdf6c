namespace Tako.Models.Calls;

/// <summary>Which limit of time an attempt ran into.</summary>
internal enum Deadline { None, FirstContent, Idle, Trailing, Whole }

/// <summary>The clocks of one attempt. They cancel its token, and it can be asked afterwards which of them
/// did.</summary>
internal sealed class CallDeadlines : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _whole;
    private readonly ITimer _first;
    private readonly ITimer _piece;
    private int _passed;
    private Deadline _pieceMeans = Deadline.Idle;

    public CallDeadlines(TimeProvider time, CancellationToken caller)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Token = _source.Token;
        _whole = Timer(() => Deadline.Whole);
        _first = Timer(() => Deadline.FirstContent);
        _piece = Timer(() => _pieceMeans);

        ITimer Timer(Func<Deadline> means) =>
            time.CreateTimer(_ => Pass(means()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token { get; }

    public Deadline Passed => (Deadline)Volatile.Read(ref _passed);

    public void StartWhole(TimeSpan limit) => _whole.Change(limit, Timeout.InfiniteTimeSpan);

    public void StartFirstContent(TimeSpan limit) => _first.Change(limit, Timeout.InfiniteTimeSpan);

    public void HasContent() => _first.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sets the clock between two pieces anew.</summary>
    public void NextPiece(Deadline means, TimeSpan limit)
    {
        _pieceMeans = means;
        _piece.Change(limit, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _whole.Dispose();
        _first.Dispose();
        _piece.Dispose();
        _source.Dispose();
    }

    private void Pass(Deadline deadline)
    {
        if (Interlocked.CompareExchange(ref _passed, (int)deadline, 0) != 0)
            return;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended in the same moment.
        }
    }
}
