namespace Tako.Core.Budgets;

/// <summary>What became of asking for an amount.</summary>
public abstract record ReserveOutcome
{
    private ReserveOutcome() { }

    public sealed record Reserved(Reservation Reservation) : ReserveOutcome;

    public sealed record Refused(Shortfall Why) : ReserveOutcome;
}
