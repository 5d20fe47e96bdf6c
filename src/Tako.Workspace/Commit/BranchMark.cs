namespace Tako.Workspace.Commit;

/// <summary>Where on a branch a change was committed.</summary>
/// <param name="Name">Without <c>refs/heads/</c>.</param>
/// <param name="Previous">The commit the branch stood at before; null when the commit made the branch.</param>
public sealed record BranchMark(string Name, string Commit, string? Previous);
