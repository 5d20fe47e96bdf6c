namespace Tako.Workspace.Sandbox.Warm;

/// <summary>What became of opening a warm limb.</summary>
public abstract record WarmOutcome
{
    private WarmOutcome()
    {
    }

    /// <summary>It is open until it is disposed of.</summary>
    public sealed record Opened(WarmLimb Limb) : WarmOutcome;

    /// <summary>This tier keeps nothing alive between runs: use <see cref="ISandbox.RunAsync"/> for each.</summary>
    public sealed record OneShotOnly(string Why) : WarmOutcome;

    public sealed record Refused(string Why, string WayOut) : WarmOutcome;
}
