using System.Collections.Frozen;

namespace Tako.Workspace.Senses.CSharp.Projects;

internal enum ItemStep
{
    Include,
    Update,
    Remove,
}

/// <summary>One step of a project's item lists, in the order of the files.</summary>
/// <param name="Kind">Such as <c>Compile</c> or <c>PackageReference</c>.</param>
/// <param name="Text">One name or pattern.</param>
internal sealed record BuildItem(string Kind, ItemStep Step, string Text, IReadOnlyList<string> Exclude,
    FrozenDictionary<string, string> Metadata)
{
    public string? Of(string name) => Metadata.GetValueOrDefault(name);

    public bool Says(string name, string value) => string.Equals(Of(name), value, StringComparison.OrdinalIgnoreCase);
}
