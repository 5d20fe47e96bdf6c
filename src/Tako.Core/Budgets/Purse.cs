namespace Tako.Core.Budgets;

/// <summary>
/// One measure of one budget. With a limit, the whole of it is held at the parent from the start, so that nothing below
/// can be taken twice; without one, every change passes through to the parent. Guarded by the tree's lock.
/// </summary>
internal sealed class Purse
{
    private readonly Purse? _parent;
    private readonly decimal? _limit;
    private bool _open = true;

    public Purse(Purse? parent, decimal? limit)
    {
        (_parent, _limit) = (parent, limit);
        _parent?.Change(Held, 0);
    }

    public decimal Settled { get; private set; }

    public decimal Reserved { get; private set; }

    /// <summary>What could still be reserved; null when nothing limits it.</summary>
    public decimal? Left => _limit is { } limit ? Math.Max(0, limit - Settled - Reserved) : _parent?.Left;

    public bool Limited => _limit is not null || _parent is { Limited: true };

    /// <summary>What the parent keeps back for this purse. An overrun makes it larger than the limit.</summary>
    private decimal Held => _open && _limit is { } limit ? Math.Max(limit, Settled + Reserved) - Settled : Reserved;

    public bool Fits(decimal amount) => Left is not { } left || amount <= left;

    public void Change(decimal reserved, decimal settled)
    {
        var before = Held;
        Reserved += reserved;
        Settled += settled;
        _parent?.Change(Held - before, settled);
    }

    public void Close()
    {
        var before = Held;
        _open = false;
        _parent?.Change(Held - before, 0);
    }
}
