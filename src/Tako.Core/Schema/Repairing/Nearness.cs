namespace Tako.Core.Schema.Repairing;

/// <summary>Tells a name that was misspelt by case, by a mark between its words, or by one letter.</summary>
internal static class Nearness
{
    /// <summary>The only known name near this one, when it is not there yet; else null.</summary>
    public static string? Only(string name, IEnumerable<string> known, IReadOnlySet<string> present)
    {
        var alike = known.Where(candidate => Plain(candidate) == Plain(name)).Take(2).ToList();
        if (alike.Count == 0)
            alike = [.. known.Where(candidate => IsNear(name, candidate)).Take(2)];
        return alike.Count == 1 && !present.Contains(alike[0]) ? alike[0] : null;
    }

    /// <summary>Whether one letter more, less, other or swapped with its neighbour makes the two the same, whatever their case;
    /// words below four letters are too short to tell.</summary>
    public static bool IsNear(string a, string b)
    {
        if (Math.Min(a.Length, b.Length) < 4 || Math.Abs(a.Length - b.Length) > 1)
            return false;
        var (x, y) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        var head = x.AsSpan().CommonPrefixLength(y);
        var restOfX = x.AsSpan(head);
        var restOfY = y.AsSpan(head);
        if (restOfX.Length != restOfY.Length)
            return restOfX.Length > restOfY.Length ? restOfX[1..].SequenceEqual(restOfY) : restOfY[1..].SequenceEqual(restOfX);
        return restOfX.Length == 0 || restOfX[1..].SequenceEqual(restOfY[1..])
            || (restOfX.Length > 1 && restOfX[0] == restOfY[1] && restOfX[1] == restOfY[0] && restOfX[2..].SequenceEqual(restOfY[2..]));
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
