namespace Tako.Pages;

/// <summary>A fenced example of a page: where it stands, what its fence calls it (<c>yaml plan</c>), and its text.</summary>
internal sealed record Example(string Place, string Kind, string Text)
{
    public override string ToString() => Place;

    /// <summary>The examples of the README and of <c>docs/</c> whose fences carry this name.</summary>
    public static IReadOnlyList<Example> Of(string kind) => [.. All().Where(example => example.Kind == kind)];

    /// <summary>Every fenced block of every page.</summary>
    public static IReadOnlyList<Example> All() => [.. Pages().SelectMany(Read)];

    public static string Root { get; } = FindRoot();

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Order(StringComparer.Ordinal)
            .Prepend(Path.Combine(Root, "README.md"));

    private static IEnumerable<Example> Read(string page)
    {
        var lines = File.ReadAllLines(page);
        for (var start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith("```", StringComparison.Ordinal))
                continue;
            var end = Array.FindIndex(lines, start + 1, line => line.StartsWith("```", StringComparison.Ordinal));
            if (end < 0)
                throw new InvalidOperationException($"{page}:{start + 1} opens a fence that nothing closes.");
            var text = string.Join('\n', lines[(start + 1)..end]) + "\n";
            yield return new Example($"{Path.GetFileName(page)}:{start + 1}", lines[start].Trim('`', ' '), text);
            start = end;
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Tako.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("Tests of the pages must lie inside the repository.");
    }
}
