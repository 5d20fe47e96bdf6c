namespace Tako.Workspace.Sandbox;

/// <summary>What became of a sandboxed command.</summary>
public abstract record RunOutcome
{
    private RunOutcome()
    {
    }

    /// <summary>It ended by itself, with whatever exit code.</summary>
    public sealed record Exited(RunReport Report) : RunOutcome;

    /// <summary>It was stopped at the end of its time.</summary>
    public sealed record TimedOut(RunReport Report) : RunOutcome;

    /// <summary>It was stopped for what it used up.</summary>
    public sealed record Killed(RunReport Report, string Reason) : RunOutcome;

    /// <summary>It never ran.</summary>
    public sealed record Refused(string Why, string WayOut) : RunOutcome;
}
