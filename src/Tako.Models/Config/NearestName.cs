namespace Tako.Models.Config;

/// <summary>Finds the known name that a wrong one was probably meant to be.</summary>
internal static class NearestName
{
    public static string? Of(string wrong, ReadOnlySpan<string> known)
    {
        string? nearest = null;
        var least = Math.Max(2, wrong.Length / 3) + 1;
        foreach (var name in known)
        {
            var distance = Distance(wrong, name);
            if (distance >= least)
                continue;
            least = distance;
            nearest = name;
        }

        return nearest;
    }

    // Levenshtein distance, without regard to case, dashes and underscores.
    private static int Distance(string left, string right)
    {
        left = Plain(left);
        right = Plain(right);
        var row = new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
            row[column] = column;
        for (var line = 1; line <= left.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var above = row[column];
                var change = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
                row[column] = Math.Min(change, Math.Min(above, row[column - 1]) + 1);
                diagonal = above;
            }
        }

        return row[right.Length];
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
