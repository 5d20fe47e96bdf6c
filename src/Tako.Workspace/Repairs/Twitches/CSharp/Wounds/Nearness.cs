namespace Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

/// <summary>How near two names are: letters left out, added, exchanged or swapped, and other case.</summary>
internal static class Nearness
{
    private const int MaxLength = 128;

    /// <summary>0 for the same letters in other case, about 1 for one slip; null when they are different words.</summary>
    public static double? Of(string wrong, string right)
    {
        if (wrong == right || wrong.Length == 0 || right.Length == 0 || wrong.Length > MaxLength || right.Length > MaxLength)
            return null;
        if (wrong.Equals(right, StringComparison.OrdinalIgnoreCase))
            return 0;
        var most = Math.Min(wrong.Length, right.Length) switch { <= 2 => 0, <= 4 => 1, <= 8 => 2, _ => 3 };
        if (wrong.Replace("_", "", StringComparison.Ordinal).Equals(right.Replace("_", "", StringComparison.Ordinal),
            StringComparison.OrdinalIgnoreCase))
            return 0.2;
        var slips = Slips(wrong.ToLowerInvariant(), right.ToLowerInvariant());
        return slips <= most ? slips : null;
    }

    // Optimal string alignment distance.
    private static int Slips(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
            table[row, 0] = row;
        for (var column = 0; column <= right.Length; column++)
            table[0, column] = column;
        for (var row = 1; row <= left.Length; row++)
        {
            for (var column = 1; column <= right.Length; column++)
            {
                var same = left[row - 1] == right[column - 1] ? 0 : 1;
                var least = Math.Min(Math.Min(table[row - 1, column], table[row, column - 1]) + 1, table[row - 1, column - 1] + same);
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                    least = Math.Min(least, table[row - 2, column - 2] + 1);
                table[row, column] = least;
            }
        }

        return table[left.Length, right.Length];
    }
}
