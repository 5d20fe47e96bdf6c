using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Senses.CSharp.Projects;

namespace Tako.Workspace.Senses.CSharp.Views;

/// <summary>One project as it is compiled from one shadow.</summary>
internal sealed record ProjectView
{
    public required CSharpProject Project { get; init; }

    /// <summary>Null when it cannot be compiled; <see cref="Why"/> says why.</summary>
    public CSharpCompilation? Compilation { get; init; }

    public string? Why { get; init; }

    /// <summary>Its sources by their path in the repository, generated ones included.</summary>
    public ImmutableSortedDictionary<string, SyntaxTree> Trees { get; init; } = ImmutableSortedDictionary<string, SyntaxTree>.Empty;

    /// <summary>Projects that it refers to, directly or through others, in an order that each comes after its own.</summary>
    public IReadOnlyList<ProjectView> References { get; init; } = [];

    /// <summary>Equal for versions of the project that others cannot tell apart.</summary>
    public string Surface { get; init; } = "";

    /// <summary>What others refer to: an earlier compilation when they could not tell it from this one.</summary>
    public CSharpCompilation? Shown { get; init; }
}

/// <summary>All projects of one shadow, those that others refer to first.</summary>
/// <param name="Why">Why there are none.</param>
internal sealed record WorkspaceView(IReadOnlyList<ProjectView> Projects, string? Why)
{
    public ProjectView? Find(ProjectView other) => Projects.FirstOrDefault(view => view.Project.Path == other.Project.Path);
}
