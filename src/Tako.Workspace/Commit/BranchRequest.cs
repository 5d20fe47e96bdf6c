namespace Tako.Workspace.Commit;

/// <summary>A commit that is wanted on a branch.</summary>
public sealed record BranchRequest
{
    /// <summary>Without <c>refs/heads/</c>; a branch that is not there begins at HEAD.</summary>
    public required string Branch { get; init; }

    public required string Message { get; init; }

    /// <summary>Moves the branch even where it is checked out, so that the files there seem changed until they are reset.</summary>
    public bool EvenCheckedOut { get; init; }
}
