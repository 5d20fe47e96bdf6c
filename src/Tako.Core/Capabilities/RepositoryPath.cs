namespace Tako.Core.Capabilities;

/// <summary>Paths as limits and rules compare them: relative to the repository, with <c>/</c>, without <c>.</c> and <c>..</c>.</summary>
public static class RepositoryPath
{
    /// <summary>Longest path that is looked at, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>
    /// The path in its one form (<c>""</c> is the root), or null when it is absolute, leaves or could leave the repository,
    /// or is written so that two readers could take it for two files. A <c>..</c> is refused rather than resolved: behind a
    /// symbolic link the kernel would resolve it to something else.
    /// </summary>
    public static string? Normalise(string path)
    {
        if (path.Length > MaxLength || path.StartsWith('/') || path.StartsWith('~'))
            return null;
        foreach (var letter in path)
        {
            if (letter == '\\' || char.IsControl(letter))
                return null;
        }

        if (path.Length >= 2 && path[1] == ':' && char.IsAsciiLetter(path[0]))
            return null;
        var normal = true;
        foreach (var part in path.AsSpan().Split('/'))
        {
            var name = path.AsSpan()[part];
            if (name is "..")
                return null;
            normal &= name is not ("" or ".");
        }

        // Nearly every path is in its form already and every gate asks: no copy for those.
        return normal ? path : string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."));
    }

    /// <summary>Whether a normalised path is <paramref name="prefix"/> or lies in that folder; <c>srcfoo</c> is not
    /// below <c>src</c>.</summary>
    public static bool IsAtOrBelow(string path, string prefix) =>
        prefix.Length == 0
        || (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/'));
}
