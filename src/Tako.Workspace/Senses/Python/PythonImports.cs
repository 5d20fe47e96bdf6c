using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses.Python;

/// <summary>
/// Reads the imports of a text without parsing it, for the graph of a whole repository. It may see one too many, in a string or a
/// comment, and never one too few.
/// </summary>
internal static partial class PythonImports
{
    public static IEnumerable<(string Module, int Level, IReadOnlyList<string> Names)> Of(string text)
    {
        foreach (Match match in From().Matches(text))
        {
            var names = match.Groups["names"].Value.Split([',', '\n', '\r', '\\'],
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => name.Split([' ', '\t', '#'])[0])
                .Where(name => name.Length > 0)
                .ToList();
            yield return (match.Groups["module"].Value, match.Groups["dots"].Value.Count(letter => letter == '.'), names);
        }

        foreach (Match match in Import().Matches(text))
        {
            foreach (var name in match.Groups["names"].Value.Split(',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                yield return (name.Split([' ', '\t', '#', ';', '\r'])[0], 0, []);
        }

        foreach (Match match in Loaded().Matches(text))
            yield return (match.Groups["module"].Value, 0, []);
    }

    [GeneratedRegex(@"^[ \t]*from[ \t]+(?<dots>[. \t]*)(?<module>[\w.]*)[ \t]+import[ \t]*"
        + @"(?:\((?<names>[^)]*)\)?|(?<names>(?:[^\n]*\\\r?\n)*[^\n]*))",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex From();

    [GeneratedRegex(@"(?:^|[;:])[ \t]*import[ \t]+(?<names>[^\n]+)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Import();

    [GeneratedRegex(@"(?:import_module|__import__|patch)\([ \t]*['""](?<module>[\w.]+)['""]",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Loaded();
}
