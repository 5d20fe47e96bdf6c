using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repairs;

/// <summary>One change a model proposes, not yet tried against the files.</summary>
public abstract record Edit
{
    private Edit() { }

    public required RepoPath Path { get; init; }

    /// <summary>The whole file.</summary>
    public sealed record Write : Edit
    {
        public required string Content { get; init; }
    }

    /// <summary>One place of a file, given by what stands there.</summary>
    public sealed record Replace : Edit
    {
        public required string Find { get; init; }

        public required string With { get; init; }

        /// <summary>Line (from 1) near which the place is, when the model said so.</summary>
        public int? Near { get; init; }
    }

    public sealed record Delete : Edit;

    public sealed record Rename : Edit
    {
        public required RepoPath To { get; init; }
    }
}
