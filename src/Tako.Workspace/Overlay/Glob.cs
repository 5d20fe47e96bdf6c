namespace Tako.Workspace.Overlay;

/// <summary>
/// Patterns for paths as in .gitignore: <c>*</c> and <c>?</c> stay within a part, <c>**</c> goes over parts, a pattern
/// without a slash holds at any depth, and one that names a folder holds for all that lies in it. Case does not count,
/// since it does not count on every disk.
/// </summary>
internal static class Glob
{
    public static bool MatchesAny(IReadOnlyList<string> patterns, string path)
    {
        for (var index = 0; index < patterns.Count; index++)
        {
            if (Matches(patterns[index], path))
                return true;
        }

        return false;
    }

    public static bool Matches(string pattern, string path)
    {
        var anywhere = pattern.AsSpan().TrimEnd('/').IndexOf('/') < 0;
        var wanted = pattern.AsSpan().Trim('/');
        if (wanted.StartsWith("./"))
            wanted = wanted[2..];
        return anywhere ? Anywhere(wanted, path) : Parts(wanted, path);
    }

    private static bool Anywhere(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        if (pattern is "**")
            return true;
        foreach (var part in path.Split('/'))
        {
            if (Part(pattern, path[part]))
                return true;
        }

        return false;
    }

    private static bool Parts(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        while (true)
        {
            if (pattern.IsEmpty)
                return true; // What is left of the path lies in the folder that the pattern names.
            if (path.IsEmpty)
                return pattern is "**";
            var (first, rest) = Cut(pattern);
            if (first is "**")
            {
                for (var at = path; ; at = Cut(at).Rest)
                {
                    if (rest.IsEmpty || Parts(rest, at))
                        return true;
                    if (at.IsEmpty)
                        return false;
                }
            }

            var (part, below) = Cut(path);
            if (!Part(first, part))
                return false;
            pattern = rest;
            path = below;
        }
    }

    private static Pair Cut(ReadOnlySpan<char> text) =>
        text.IndexOf('/') is var slash and >= 0 ? new Pair(text[..slash], text[(slash + 1)..]) : new Pair(text, default);

    private static bool Part(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, mark) = (p++, t);
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[t])))
                (p, t) = (p + 1, t + 1);
            else if (star >= 0)
                (p, t) = (star + 1, ++mark);
            else
                return false;
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private readonly ref struct Pair(ReadOnlySpan<char> first, ReadOnlySpan<char> rest)
    {
        public ReadOnlySpan<char> First { get; } = first;

        public ReadOnlySpan<char> Rest { get; } = rest;

        public void Deconstruct(out ReadOnlySpan<char> first, out ReadOnlySpan<char> rest)
        {
            first = First;
            rest = Rest;
        }
    }
}
