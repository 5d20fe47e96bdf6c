using System.Collections.Frozen;
using Microsoft.CodeAnalysis;

namespace Tako.Workspace.Senses.CSharp.Surfaces;

/// <summary>One declaration as others see it: without bodies, comments and layout.</summary>
/// <param name="Container">The simple name of the type around it; empty for a type at the top.</param>
/// <param name="IsSpecial">Used without its own name: constructors, operators, indexers, what language patterns call.</param>
internal sealed record SurfaceEntry(string Container, string Name, bool IsType, bool IsSpecial, string Text)
{
    /// <summary>The declaration itself says this name, as in the type of a parameter.</summary>
    public bool Says(string name) => Text.Contains($" {name} ", StringComparison.Ordinal);
}

/// <summary>What one file declares for others to use, and which names it uses itself.</summary>
internal sealed class TreeSurface
{
    private readonly Lazy<FrozenSet<int>> _names;

    public TreeSurface(SyntaxTree tree) => _names = new Lazy<FrozenSet<int>>(() => SurfaceReader.NamesIn(tree));

    /// <summary>Equal when nothing changed that other files could notice.</summary>
    public required string Key { get; init; }

    public required IReadOnlyList<SurfaceEntry> Entries { get; init; }

    /// <summary>The file's own using directives: signatures are read with them.</summary>
    public required FrozenSet<string> Usings { get; init; }

    /// <summary>Global usings and attributes of the assembly.</summary>
    public required string Global { get; init; }

    public required FrozenSet<string> Namespaces { get; init; }

    /// <summary>Types that are declared here, with the simple names of what they derive from.</summary>
    public required IReadOnlyList<(string Type, IReadOnlyList<string> Bases)> Types { get; init; }

    public bool Names(string name) => _names.Value.Contains(string.GetHashCode(name, StringComparison.Ordinal));
}
