namespace Tako.Core.Budgets;

/// <summary>What became of asking for a part of a budget.</summary>
public abstract record OpenChildOutcome
{
    private OpenChildOutcome() { }

    public sealed record Opened(Budget Budget) : OpenChildOutcome;

    public sealed record Refused(Shortfall Why) : OpenChildOutcome;
}
