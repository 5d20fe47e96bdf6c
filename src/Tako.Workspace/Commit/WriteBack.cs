using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>
/// The one writer of real repositories: takes a change the guard allowed and writes all of it or none of it, whatever
/// kills the process meanwhile. Journals lie in a folder outside the repository.
/// </summary>
/// <remarks>
/// 1. lock the repository among writers; 2. compare every file with its base; 3. write new contents beside their places and
/// flush; 4. flush the journal: from here the change will happen; 5. rename and delete; 6. flush folders; 7. drop the journal.
/// Dying before 4 ends in the old state, dying after it in the new one once <see cref="RecoverAsync"/> has run.
/// </remarks>
public sealed class WriteBack(TimeProvider time)
{
    /// <summary>Called at each step boundary, so that tests can die there.</summary>
    internal Action<string> AtStep { get; init; } = static _ => { };

    public ValueTask<CommitOutcome> CommitAsync(ChangeSet changes, GuardVerdict.Allow proof, string journalFolder,
        CancellationToken cancellationToken = default)
    {
        if (proof.ChangeSetHash != changes.Hash)
            return new(new CommitOutcome.Failed(
                "The guard allowed another change set than this one; nothing was written. Judge this one."));
        return proof.Root != changes.Root
            ? new(new CommitOutcome.Failed($"The guard allowed a change to '{proof.Root}', not to '{changes.Root}'; nothing was written."))
            : WriteAsync(changes, FolderPlan.Missing(changes), [], journalFolder, cancellationToken);
    }

    /// <summary>Finishes or clears away what a crash left in the journal folder; call it before the first commit.</summary>
    public async ValueTask<IReadOnlyList<Recovery>> RecoverAsync(string journalFolder, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(journalFolder))
            return [];
        var recovered = new List<Recovery>();
        foreach (var file in Directory.EnumerateFiles(journalFolder, "*" + Journal.Intent).Order().ToList())
        {
            var root = await Journal.RootOfAsync(file, cancellationToken).ConfigureAwait(false);
            using var held = root is null ? null : RepositoryLock.TryTake(journalFolder, root);
            if (root is not null && held is null)
                recovered.Add(new Recovery(root, "", false, "Another process is writing to this repository right now."));
            else
                recovered.Add(await Journal.RecoverAsync(file, AtStep, cancellationToken).ConfigureAwait(false));
        }

        return recovered;
    }

    /// <summary>Takes a change back if none of its files changed since.</summary>
    public async ValueTask<UndoOutcome> UndoAsync(
        CommitReceipt receipt, string journalFolder, CancellationToken cancellationToken = default)
    {
        var reversed = Reversal.Of(receipt.Changes);
        return await WriteAsync(reversed, [], receipt.MadeFolders, journalFolder, cancellationToken).ConfigureAwait(false) switch
        {
            CommitOutcome.Written written => new UndoOutcome.Undone(written.Receipt),
            CommitOutcome.Conflict conflict => new UndoOutcome.ChangedSince(conflict.Paths),
            CommitOutcome.Failed failed => new UndoOutcome.Failed(failed.Why),
            _ => throw new InvalidOperationException("A commit is written, in conflict or failed."),
        };
    }

    private async ValueTask<CommitOutcome> WriteAsync(ChangeSet changes, IReadOnlyList<string> make, IReadOnlyList<string> remove,
        string journalFolder, CancellationToken cancellationToken)
    {
        if (RefuseJournal(changes.Root, journalFolder) is { } why)
            return new CommitOutcome.Failed(why);
        try
        {
            Directory.CreateDirectory(journalFolder);
            using var held = RepositoryLock.TryTake(journalFolder, changes.Root);
            if (held is null)
                return new CommitOutcome.Failed(
                    $"Another process is writing to '{changes.Root}'; nothing was written. " +
                    "Try again when it is done.");
            AtStep("locked");
            if (Journal.PendingFor(journalFolder, changes.Root) is not null)
                return new CommitOutcome.Failed("A change that a crash cut short waits for recovery; nothing was written. Recover first.");
            if (BaseCheck.Moved(changes) is { Count: > 0 } moved)
                return new CommitOutcome.Conflict(moved);
            cancellationToken.ThrowIfCancellationRequested();
            var journal = new Journal(journalFolder, changes, make, remove, AtStep);
            return await journal.WriteAsync(cancellationToken).ConfigureAwait(false) is { } failed
                ? new CommitOutcome.Failed(failed)
                : new CommitOutcome.Written(new CommitReceipt { Changes = changes, Time = time.GetUtcNow(), MadeFolders = make });
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return new CommitOutcome.Failed($"The journal in '{journalFolder}' could not be written: {wrong.Message} Nothing was written.");
        }
    }

    private static string? RefuseJournal(string root, string journalFolder)
    {
        if (!Directory.Exists(root))
            return $"The repository '{root}' is gone; nothing was written.";
        var full = Path.GetFullPath(journalFolder);
        return full == root || full.StartsWith(root + "/", StringComparison.Ordinal)
            ? $"The journal folder '{journalFolder}' lies inside the repository; choose one outside."
            : null;
    }
}
