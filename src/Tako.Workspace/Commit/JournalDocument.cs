using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>What a crash must not lose: every step of one write, so that it can be done again from the start.</summary>
/// <param name="Ready">All temporary files are flushed: the change will happen. Before that only the clearing away will.</param>
/// <param name="Steps">In the order they are done; each can be repeated.</param>
internal sealed record JournalDocument(string Root, string ChangeSetHash, bool Ready, IReadOnlyList<JournalStep> Steps,
    IReadOnlyList<string> Make, IReadOnlyList<string> Remove);

/// <summary>One place of a write: filled from its temporary file, or cleared when there is none.</summary>
/// <param name="OldHash">What stood at the path before; null for nothing.</param>
/// <param name="NewHash">What stands there after; null for nothing.</param>
internal sealed record JournalStep(RepoPath Path, string? Temporary, string? OldHash, string? NewHash);
