namespace Tako.House.Tests;

/// <summary>A tracked text file: path relative to the repository with forward slashes, and content.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string[] Lines { get; } = Text.Split('\n');

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool Under(params ReadOnlySpan<string> roots)
    {
        foreach (var root in roots)
        {
            if (Path.StartsWith(root + "/", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>The project's folder name for a file of <c>src/</c>, <c>tests/</c> or <c>bench/</c>.</summary>
    public string Project => Path.Split('/') is [_, var project, _, ..] ? project : "";

    /// <summary>The folder right below the project, or nothing for a file in the project's root.</summary>
    public string Folder => Path.Split('/') is [_, _, var folder, _, ..] ? folder : "";
}
