namespace Tako.Workspace.Repositories;

/// <summary>What is worth knowing of a repository before work on it starts.</summary>
public sealed record RepositoryFacts
{
    public required string Root { get; init; }

    public bool IsGit { get; init; }

    /// <summary>Whether there are uncommitted changes; null when it could not be found out.</summary>
    public bool? IsDirty { get; init; }

    public IReadOnlyList<string> Submodules { get; init; } = [];

    /// <summary>Symbolic links that lead out of the repository; they are neither read nor changed.</summary>
    public IReadOnlyList<string> OutwardLinks { get; init; } = [];

    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>Names that differ by case alone.</summary>
    public IReadOnlyList<string> CaseClashes { get; init; } = [];

    /// <summary>Names that no <see cref="Overlay.RepoPath"/> can hold.</summary>
    public IReadOnlyList<string> Unnameable { get; init; } = [];

    public long Files { get; init; }

    public long Bytes { get; init; }

    public long BinaryFiles { get; init; }

    /// <summary>The scan stopped at its limit: counts are lower bounds.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Languages by number of source files, most first.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>What is said to the user: each names what was found and what it means for the work.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Why no work can be done here; null when it can.</summary>
    public string? Refusal { get; init; }
}
