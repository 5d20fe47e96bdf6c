namespace Tako.Arms.Judging.Facts;

/// <summary>
/// Which sources are independent of each other: not those of one root, and not those of which one is nearly a copy of the
/// other or of a part of it, told by their runs of four words.
/// </summary>
internal static class Kinship
{
    private const int Run = 4;
    private const double Alike = 0.7;
    private const double Inside = 0.9;

    /// <summary>For each source the number of its family.</summary>
    public static int[] Families(IReadOnlyList<(FactSource Source, string Text)> sources)
    {
        var parents = Enumerable.Range(0, sources.Count).ToArray();
        var runs = sources.Select(source => Runs(source.Text)).ToArray();
        for (var one = 0; one < sources.Count; one++)
        {
            for (var other = one + 1; other < sources.Count; other++)
            {
                if (sources[one].Source.Root == sources[other].Source.Root || Copies(runs[one], runs[other]))
                    parents[Head(parents, other)] = Head(parents, one);
            }
        }

        return [.. Enumerable.Range(0, sources.Count).Select(index => Head(parents, index))];
    }

    private static int Head(int[] parents, int index)
    {
        while (parents[index] != index)
            index = parents[index];
        return index;
    }

    private static bool Copies(HashSet<ulong> one, HashSet<ulong> other)
    {
        var (small, large) = one.Count <= other.Count ? (one, other) : (other, one);
        if (small.Count == 0)
            return false;
        var shared = small.Count(large.Contains);
        return shared >= Inside * small.Count || shared >= Alike * (small.Count + large.Count - shared);
    }

    private static HashSet<ulong> Runs(string text)
    {
        var words = new List<ulong>();
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsLetterOrDigit(text[at]))
                continue;
            var hash = 14695981039346656037UL;
            for (; at < text.Length && char.IsLetterOrDigit(text[at]); at++)
                hash = (hash ^ char.ToLowerInvariant(text[at])) * 1099511628211UL;
            words.Add(hash);
        }

        var runs = new HashSet<ulong>();
        for (var at = 0; at < Math.Max(1, words.Count - Run + 1) && words.Count > 0; at++)
        {
            var hash = 17UL;
            for (var index = at; index < Math.Min(at + Run, words.Count); index++)
                hash = (hash * 0x9E3779B97F4A7C15UL) ^ words[index];
            runs.Add(hash);
        }

        return runs;
    }
}
