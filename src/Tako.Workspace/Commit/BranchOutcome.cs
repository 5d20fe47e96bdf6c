using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>What became of committing a change set to a branch: the branch moved, or it is as it was.</summary>
public abstract record BranchOutcome
{
    private BranchOutcome() { }

    public sealed record Committed(CommitReceipt Receipt) : BranchOutcome;

    /// <summary>In the branch these files are not what the change was made from.</summary>
    public sealed record Conflict(IReadOnlyList<RepoPath> Paths) : BranchOutcome;

    /// <summary>Someone else moved the branch at the same time.</summary>
    public sealed record Moved(string Branch) : BranchOutcome;

    public sealed record Failed(string Why) : BranchOutcome;
}
