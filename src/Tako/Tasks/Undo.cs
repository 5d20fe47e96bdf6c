using System.Text;
using System.Text.Json;
using Tako.Arms;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Ledger;
using Tako.Workspace.Commit;

namespace Tako.Tasks;

/// <summary>Takes the last written change of a task back, if its files are as the task left them.</summary>
internal static class Undo
{
    public abstract record Outcome
    {
        private Outcome() { }

        public sealed record Undone(IReadOnlyList<string> Files) : Outcome;

        /// <summary>Nothing was written, or it was taken back before.</summary>
        public sealed record Nothing : Outcome;

        public sealed record Refused(string Why) : Outcome;
    }

    public static async ValueTask<Outcome> LastAsync(StreamWriter journal, WriteBack writeBack, string journalFolder, TimeProvider time,
        CancellationToken cancellationToken)
    {
        ChangeWritten? written = null;
        await foreach (var entry in journal.Ledger.ReadAsync(journal.Tenant, journal.Stream, 1, cancellationToken))
        {
            written = entry.Type switch
            {
                "change.written" => JsonSerializer.Deserialize(entry.Body.Span, TaskJson.Default.ChangeWritten),
                "change.undone" => null,
                _ => written,
            };
        }

        if (written is null)
            return new Outcome.Nothing();
        var bytes = await journal.Blobs.GetAsync(journal.Tenant, new BlobRef(written.Receipt), cancellationToken);
        if (bytes is null
            || CommitReceipt.FromJson(Encoding.UTF8.GetString(bytes.Value.Span))
                is not Parsed<CommitReceipt>.Ok { Value: var receipt })
            return new Outcome.Refused("The receipt of the change is gone: its blob was erased.");
        await writeBack.RecoverAsync(journalFolder, cancellationToken);
        var outcome = receipt.Branch is null
            ? await writeBack.UndoAsync(receipt, journalFolder, cancellationToken)
            : await new BranchCommit(time).UndoAsync(receipt, cancellationToken);
        switch (outcome)
        {
            case UndoOutcome.Undone:
                await journal.AppendAsync("change.undone", new ChangeUndone(written.Changes, written.Files),
                    TaskJson.Default.ChangeUndone, "user",
                    cancellationToken: cancellationToken);
                return new Outcome.Undone([.. receipt.Changes.Changes.Select(change => change.Path.Value)]);
            case UndoOutcome.ChangedSince changed:
                return new Outcome.Refused(
                    $"Nothing was taken back: {string.Join(", ", changed.Paths)} changed since. "
                    + "'tako diff' shows what the task had done.");
            case UndoOutcome.Failed failed:
                return new Outcome.Refused(failed.Why);
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome}.");
        }
    }
}
