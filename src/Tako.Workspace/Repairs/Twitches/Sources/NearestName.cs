namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>Finds the names that somebody may have meant: at most two letters away, or the same but for case.</summary>
internal static class NearestName
{
    /// <summary>Nearest first; short names must be nearer.</summary>
    public static IEnumerable<string> Of(string wrong, IEnumerable<string> names) => names
        .Where(name => name != wrong && name.Length > 1)
        .Distinct(StringComparer.Ordinal)
        .Select(name => (Name: name, Distance: Distance(wrong, name)))
        .Where(each => each.Distance <= (wrong.Length <= 3 ? 1 : 2) && each.Distance < each.Name.Length)
        .OrderBy(each => each.Distance)
        .ThenBy(each => Math.Abs(each.Name.Length - wrong.Length))
        .ThenBy(each => each.Name, StringComparer.Ordinal)
        .Select(each => each.Name);

    /// <summary>Letters put in, left out, changed or swapped with the next (Damerau and Levenshtein, swapped once); a change of case
    /// alone, or of underscores, counts as one.</summary>
    internal static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 4)
            return int.MaxValue;
        if (Plain(one) == Plain(other))
            return 1;
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var row = 0; row <= one.Length; row++)
            rows[row, 0] = row;
        for (var column = 0; column <= other.Length; column++)
            rows[0, column] = column;
        for (var row = 1; row <= one.Length; row++)
        {
            for (var column = 1; column <= other.Length; column++)
            {
                var same = one[row - 1] == other[column - 1];
                rows[row, column] = Math.Min(Math.Min(rows[row - 1, column], rows[row, column - 1]) + 1, rows[row - 1,
                    column - 1] + (same ? 0 : 1));
                if (row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1])
                    rows[row, column] = Math.Min(rows[row, column], rows[row - 2, column - 2] + 1);
            }
        }

        return rows[one.Length, other.Length];
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
