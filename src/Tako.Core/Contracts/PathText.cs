namespace Tako.Core.Contracts;

/// <summary>Says what is wrong with paths and globs inside a repository.</summary>
internal static class PathText
{
    private const int Most = 1024;

    /// <summary>Why a text is not the path of a file inside the repository; null when it is.</summary>
    public static string? PathFault(string path)
    {
        if (path.Length is 0 or > Most)
            return path.Length == 0 ? "is empty" : $"is longer than {Most} characters";
        if (path.Any(char.IsControl))
            return "contains a control character";
        if (path[0] is '/' or '~' || path.Contains('\\', StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':'))
            return "is not relative to the repository; write it with '/' and without a root";
        return path.Split('/').Any(part => part is "" or "." or "..")
            ? "has an empty part, '.' or '..'; write the plain way from the repository's root" : null;
    }

    /// <summary>Why a text is not a glob inside the repository; null when it is.</summary>
    public static string? GlobFault(string glob)
    {
        var path = glob.EndsWith('/') ? glob[..^1] : glob;
        if (PathFault(path) is { } fault)
            return fault;
        if (path.Split('/').Any(part => part.Contains("**", StringComparison.Ordinal) && part != "**"))
            return "has '**' beside other characters; '**' stands alone between slashes";
        if (!Balanced(path, '[', ']'))
            return "has a '[' without its ']'";
        return Balanced(path, '{', '}') ? null : "has a '{' without its '}'";
    }

    /// <summary>Whether everything that <paramref name="inner"/> can match is surely matched by <paramref name="outer"/>.</summary>
    public static bool Covers(string outer, string inner)
    {
        if (outer == inner || outer is "**" or "**/*")
            return true;
        var folder = outer.EndsWith("/**", StringComparison.Ordinal) ? outer[..^2] : outer.EndsWith('/') ? outer : null;
        return folder is not null && !folder.AsSpan().ContainsAny("*?[{") && inner.StartsWith(folder, StringComparison.Ordinal);
    }

    private static bool Balanced(string text, char open, char close)
    {
        var depth = 0;
        foreach (var letter in text)
        {
            depth += letter == open ? 1 : letter == close ? -1 : 0;
            if (depth is < 0 or > 1)
                return false;
        }

        return depth == 0;
    }
}
