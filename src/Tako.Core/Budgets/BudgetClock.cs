namespace Tako.Core.Budgets;

/// <summary>Time at work: what earlier runs of the task took, plus what passed since this one began.</summary>
internal sealed class BudgetClock(TimeProvider time, TimeSpan carried)
{
    private readonly long _start = time.GetTimestamp();

    public TimeSpan Elapsed => carried + time.GetElapsedTime(_start);
}
