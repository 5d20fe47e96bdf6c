namespace Tako.Core.Budgets;

/// <summary>
/// What a log of budget events adds up to. Every charge counts at the root whichever budget it was made in, so the order
/// in which concurrent calls were written does not matter.
/// </summary>
internal sealed class BudgetPast
{
    private readonly Dictionary<long, Amount> _open = [];

    public Amount Settled { get; private set; }

    public int UnknownCalls { get; private set; }

    public bool Blocked { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public long LastNumber { get; private set; }

    public void Pass(TimeSpan elapsed) => Elapsed = elapsed > Elapsed ? elapsed : Elapsed;

    public void Apply(BudgetOpened opened)
    {
        Pass(opened.Elapsed);
        LastNumber = Math.Max(LastNumber, opened.Budget);
    }

    public void Apply(BudgetReserved reserved)
    {
        Pass(reserved.Elapsed);
        LastNumber = Math.Max(LastNumber, reserved.Reservation);
        _open[reserved.Reservation] = new Amount(reserved.Tokens, reserved.Usd);
    }

    public void Apply(BudgetSettled settled)
    {
        Pass(settled.Elapsed);
        if (!_open.Remove(settled.Reservation, out var most))
            return;
        Add(Charge.For(most, new Usage
        {
            InputTokens = settled.InputTokens,
            OutputTokens = settled.OutputTokens,
            CachedInputTokens = settled.CachedInputTokens,
            Usd = settled.Usd,
        }));
        Blocked |= settled.Blocks;
    }

    public void Apply(BudgetReleased released)
    {
        Pass(released.Elapsed);
        _open.Remove(released.Reservation);
    }

    public void Apply(BudgetUnblocked unblocked)
    {
        Pass(unblocked.Elapsed);
        Blocked = false;
    }

    /// <summary>A call whose end was never written may have been paid for: it is charged whole.</summary>
    public void ChargeLost()
    {
        foreach (var most in _open.Values)
            Add(Charge.For(most, Usage.Unknown));
        _open.Clear();
    }

    private void Add(Charge charge)
    {
        Settled = new Amount(Settled.Tokens + charge.Amount.Tokens, Settled.Usd + charge.Amount.Usd);
        UnknownCalls += charge.Unknown ? 1 : 0;
    }
}
