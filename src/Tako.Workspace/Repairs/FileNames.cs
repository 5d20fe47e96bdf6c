using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repairs;

/// <summary>Finds the file's name that a model wrote above or into a block.</summary>
internal static class FileNames
{
    private const int MaxAbove = 4;

    /// <summary>The name on the nearest line above, past blank lines and the opening of a fence.</summary>
    public static string? Above(string[] lines, int at)
    {
        for (var line = at - 1; line >= 0 && line >= at - MaxAbove; line--)
        {
            var text = lines[line].Trim();
            if (text.Length == 0)
                continue;
            if (text.StartsWith("```", StringComparison.Ordinal))
            {
                if (InFence(text) is { } name)
                    return name;
                continue;
            }

            return Clean(text);
        }

        return null;
    }

    /// <summary>The name on a fence's own line: <c>```python src/a.py</c>, <c>```src/a.py</c>, <c>```cs title="a.cs"</c>.</summary>
    public static string? InFence(string fence)
    {
        foreach (var word in fence.Trim().TrimStart('`', '~').Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var value = word[(word.IndexOf('=') + 1)..].Trim('"', '\'', '{', '}');
            value = value[(value.IndexOf(':') + 1)..];
            if (LooksLikeFile(value))
                return value;
        }

        return null;
    }

    /// <summary>A line that is nothing but a name, with the ornaments of Markdown or of a comment around it.</summary>
    public static string? Clean(string line)
    {
        var text = line.Trim();
        foreach (var head in (string[])["//", "#", "--", "/*", "<!--", ";", "*"])
        {
            if (text.StartsWith(head, StringComparison.Ordinal))
                text = text.TrimStart('/', '#', '-', '*', '<', '!', ';', ' ');
        }

        foreach (var label in (string[])["file:", "filename:", "path:", "file name:"])
        {
            if (text.TrimStart('*', ' ').StartsWith(label, StringComparison.OrdinalIgnoreCase))
                text = text.TrimStart('*', ' ')[label.Length..];
        }

        text = text.Replace("-->", "", StringComparison.Ordinal).Replace("*/", "", StringComparison.Ordinal);
        text = text.Trim().Trim('*', '`', ':', '"', '\'', ' ');
        return LooksLikeFile(text) ? text : null;
    }

    private static bool LooksLikeFile(string text) =>
        text.Length is > 0 and < 300 && !text.Contains(' ')
            && (text.Contains('.') || text.Contains('/') || text is "Makefile" or "Dockerfile")
        && !text.EndsWith('.') && RepoPath.TryParse(text, out var path, out _) && path.Value.Length > 1;
}
