namespace Tako.Workspace.Sandbox.Warm;

/// <summary>What holds for all runs of a warm limb.</summary>
public sealed record WarmLimbOptions
{
    /// <summary>Absolute path of the repository; every run in the limb is over this one.</summary>
    public required string Root { get; init; }

    /// <summary>The prepared layer that all runs see; see <see cref="SandboxRun.CacheLayer"/>.</summary>
    public string? CacheLayer { get; init; }

    /// <summary>Room for all that the runs write together; what a single run may use up is named by that run.</summary>
    public long ScratchBytes { get; init; } = 4L << 30;

    /// <summary>Further absolute paths outside the repository that the commands may read.</summary>
    public IReadOnlyList<string> Readable { get; init; } = [];
}
