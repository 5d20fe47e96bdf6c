using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>What is known of one C# project without building it.</summary>
internal sealed record CSharpProject
{
    public required RepoPath Path { get; init; }

    public required string AssemblyName { get; init; }

    /// <summary>Why it cannot be compiled in memory; null when it can.</summary>
    public string? Why { get; init; }

    public Moniker? Target { get; init; }

    public CSharpParseOptions Parsing { get; init; } = CSharpParseOptions.Default;

    public CSharpCompilationOptions Compiling { get; init; } = new(OutputKind.DynamicallyLinkedLibrary);

    /// <summary>A program with an entry point of its own sources.</summary>
    public bool HasOwnEntryPoint { get; init; }

    public required SourceSet Sources { get; init; }

    /// <summary>Sources that the build would write: global usings, assembly attributes, what packages generated.</summary>
    public IReadOnlyList<(string Path, string Text)> Generated { get; init; } = [];

    /// <summary>Absolute paths of assemblies.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Projects of the repository that it refers to, those reached through others included.</summary>
    public IReadOnlyList<RepoPath> Projects { get; init; } = [];

    /// <summary>Names of source generators that its build would run and this does not.</summary>
    public IReadOnlyList<string> Generators { get; init; } = [];

    public RestoredPackages? Packages { get; init; }

    /// <summary>Files other than sources that go into the assembly or beside it.</summary>
    public IReadOnlyList<BuildItem> Contents { get; init; } = [];

    public required OutputPlace Output { get; init; }

    /// <summary>Its program runs without the data of cultures.</summary>
    public bool IsInvariant { get; init; }

    public TestFramework Tests { get; init; }

    /// <summary>Equal for projects whose sources would be compiled in the same way.</summary>
    public required string Key { get; init; }

    public override string ToString() => Path.Value;
}

/// <summary>How the tests of a project are run; none for other projects.</summary>
internal enum TestFramework
{
    None,
    Xunit,
    Xunit3,
    NUnit,
    MSTest,

    /// <summary>There are tests, but only the project's own tools can run them.</summary>
    Other,
}

/// <summary>Where a build of a project puts things, relative to the repository.</summary>
/// <param name="Intermediate">Such as <c>src/A/obj/Debug/net10.0</c>.</param>
/// <param name="Folder">Such as <c>src/A/bin/Debug/net10.0</c>.</param>
/// <param name="IsBuilt">The built assembly lies there.</param>
internal sealed record OutputPlace(string Intermediate, string Folder, bool IsBuilt);
