namespace Tako.Workspace.Overlay;

/// <summary>What became of opening a repository.</summary>
public abstract record OpenOutcome
{
    private OpenOutcome() { }

    public sealed record Opened(Shadow Shadow) : OpenOutcome;

    public sealed record Refused(string Why) : OpenOutcome;
}

/// <summary>What became of a change to a shadow; a refused one left the shadow as it was.</summary>
public abstract record StageOutcome
{
    private StageOutcome() { }

    public sealed record Staged(Shadow Shadow) : StageOutcome;

    public sealed record Refused(string Why) : StageOutcome;
}

/// <summary>What is known about a file of a shadow without reading it.</summary>
/// <param name="IsStaged">The file differs from the disk or is only in the shadow.</param>
public sealed record ShadowFile(RepoPath Path, long Size, UnixFileMode Mode, bool IsStaged);
