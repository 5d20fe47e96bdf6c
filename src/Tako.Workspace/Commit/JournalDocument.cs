using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>What a crash must not lose: every step of one write, so that it can be done again from the start.</summary>
/// <param name="Steps">In the order they are done; each can be repeated.</param>
internal sealed record JournalDocument(string Root, string ChangeSetHash, IReadOnlyList<JournalStep> Steps, IReadOnlyList<string> MadeFolders);

/// <summary>One file of a write: moved from its temporary file, or deleted when there is none.</summary>
/// <param name="OldHash">What stood at the path before; null for nothing.</param>
/// <param name="NewHash">What stands there after; null for nothing.</param>
internal sealed record JournalStep(RepoPath Path, string? Temporary, string? OldHash, string? NewHash);
