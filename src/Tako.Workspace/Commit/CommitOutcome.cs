using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>What became of writing a change set to the repository: all of it happened or none of it.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome() { }

    public sealed record Written(CommitReceipt Receipt) : CommitOutcome;

    /// <summary>These files are no longer what the change was made from.</summary>
    public sealed record Conflict(IReadOnlyList<RepoPath> Paths) : CommitOutcome;

    /// <summary>Nothing was written; or, where the message says so, the rest is written at the next recovery.</summary>
    public sealed record Failed(string Why) : CommitOutcome;
}

/// <summary>What became of taking a change back.</summary>
public abstract record UndoOutcome
{
    private UndoOutcome() { }

    public sealed record Undone(CommitReceipt Receipt) : UndoOutcome;

    /// <summary>These files changed since and were left alone, as were all others.</summary>
    public sealed record ChangedSince(IReadOnlyList<RepoPath> Paths) : UndoOutcome;

    public sealed record Failed(string Why) : UndoOutcome;
}

/// <summary>What recovery did with one journal that a crash left behind.</summary>
/// <param name="Replayed">The change was finished; otherwise it had not begun and its temporary files are gone.</param>
/// <param name="Why">Why it could not be finished; the journal stays. Null when all went well.</param>
public sealed record Recovery(string Root, string ChangeSetHash, bool Replayed, string? Why);
