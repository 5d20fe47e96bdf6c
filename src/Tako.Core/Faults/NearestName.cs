namespace Tako.Core.Faults;

/// <summary>Finds the known name that a wrong one was most likely meant to be.</summary>
public static class NearestName
{
    private const int MostLetters = 64;

    /// <summary>The nearest name, or null when none is near; case, dashes and underscores do not count.</summary>
    public static string? Of(string wrong, IEnumerable<string> known)
    {
        var plain = Plain(wrong);
        if (plain.Length > MostLetters)
            return null;
        var most = plain.Length < 4 ? 1 : Math.Max(2, plain.Length / 3);
        return known.Select(name => (Name: name, Distance: Distance(plain, Plain(name), most)))
            .Where(pair => pair.Distance <= most)
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => pair.Name).FirstOrDefault();
    }

    /// <summary>Letters to insert, remove, replace or swap with the next one (optimal string alignment).</summary>
    private static int Distance(string left, string right, int most)
    {
        if (Math.Abs(left.Length - right.Length) > most)
            return int.MaxValue;
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                var least = Math.Min(table[i - 1, j], table[i, j - 1]) + 1;
                least = Math.Min(least, table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    least = Math.Min(least, table[i - 2, j - 2] + 1);
                table[i, j] = least;
            }
        }

        return table[left.Length, right.Length];
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
