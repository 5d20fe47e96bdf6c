namespace Tako.Workspace.Guard;

/// <summary>That a rule's command ran over a change set, and how it ended: evidence, since the guard itself runs nothing.</summary>
/// <param name="ExitCode">Null when it did not end by itself or never ran.</param>
/// <param name="Why">Why there is no exit code.</param>
public sealed record CommandRun(string Rule, IReadOnlyList<string> Command, string ChangeSetHash, int? ExitCode, string? Why = null);
