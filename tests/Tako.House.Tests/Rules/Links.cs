using System.Text.RegularExpressions;

namespace Tako.House.Tests.Rules;

/// <summary>Every link of a page to a file of ours leads somewhere.</summary>
internal static partial class Links
{
    public static IEnumerable<Finding> Check(Codebase code)
    {
        var paths = code.Files.Select(file => file.Path).ToHashSet();
        var folders = paths.SelectMany(Above).ToHashSet();
        foreach (var file in code.Files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal)))
        {
            var fenced = false;
            for (var line = 0; line < file.Lines.Length; line++)
            {
                if (file.Lines[line].TrimStart().StartsWith("```", StringComparison.Ordinal))
                    fenced = !fenced;
                if (fenced)
                    continue;
                foreach (Match link in Link().Matches(file.Lines[line]))
                {
                    var target = Uri.UnescapeDataString(link.Groups[1].Value.Split('#')[0]);
                    if (target.Length == 0 || target.Contains(':', StringComparison.Ordinal))
                        continue;
                    var resolved = Resolve(file.Path, target);
                    if (!paths.Contains(resolved) && !folders.Contains(resolved))
                        yield return new Finding($"{file.Path}:{line + 1}", $"links to {target}, which is not there");
                }
            }
        }
    }

    private static IEnumerable<string> Above(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            yield return path[..slash];
    }

    private static string Resolve(string from, string target)
    {
        var parts = target.StartsWith('/') ? [] : from.Split('/')[..^1].ToList();
        foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"\]\(<?([^)>\s]+)>?(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();
}
