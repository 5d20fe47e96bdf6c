namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Which files a project compiles: its patterns, the last one that speaks of a file decides.</summary>
internal sealed class SourceSet(IReadOnlyList<(bool In, FilePattern Pattern, IReadOnlyList<FilePattern> Except)> steps)
{
    public static SourceSet None { get; } = new([]);

    public bool Holds(string path)
    {
        var held = false;
        foreach (var (isIn, pattern, except) in steps)
        {
            if (held != isIn && pattern.Matches(path) && !except.Any(other => other.Matches(path)))
                held = isIn;
        }

        return held;
    }

    /// <summary>The project's patterns speak of the file, whether it is compiled or taken out.</summary>
    public bool SpeaksOf(string path) => steps.Any(step => step.Pattern.Matches(path));

    public static SourceSet Of(string root, string folder, IEnumerable<BuildItem> items, bool globbing)
    {
        var steps = new List<(bool, FilePattern, IReadOnlyList<FilePattern>)>();
        if (globbing)
        {
            steps.Add((true, FilePattern.Of(root, folder, "**/*.cs")!,
                Patterns(root, folder, ["bin/**", "obj/**", "**/.*/**", "node_modules/**"])));
        }

        foreach (var item in items.Where(item => item.Kind.Equals("Compile", StringComparison.OrdinalIgnoreCase)))
        {
            if (item.Step == ItemStep.Update || FilePattern.Of(root, folder, item.Text) is not { } pattern)
                continue;
            steps.Add((item.Step == ItemStep.Include, pattern, Patterns(root, folder, item.Exclude)));
        }

        return new SourceSet(steps);
    }

    private static List<FilePattern> Patterns(string root, string folder, IEnumerable<string> texts) =>
        [.. texts.Select(text => FilePattern.Of(root, folder, text)).OfType<FilePattern>()];
}
