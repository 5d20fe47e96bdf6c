using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>The one writer of real repositories: takes a change the guard allowed and writes all of it or none.</summary>
public sealed class WriteBack(TimeProvider time)
{
    public ValueTask<CommitOutcome> CommitAsync(ChangeSet changes, GuardVerdict.Allow proof, string journalFolder,
        CancellationToken cancellationToken = default) => new(new CommitOutcome.Failed(time.ToString()!));

    /// <summary>Finishes or clears away what a crash left in the journal folder; call it before the first commit.</summary>
    public ValueTask<IReadOnlyList<Recovery>> RecoverAsync(string journalFolder, CancellationToken cancellationToken = default) => new([]);

    /// <summary>Takes a change back if none of its files changed since.</summary>
    public ValueTask<UndoOutcome> UndoAsync(CommitReceipt receipt, string journalFolder, CancellationToken cancellationToken = default) =>
        new(new UndoOutcome.Failed(""));
}
