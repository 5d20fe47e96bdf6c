namespace Tako.Models.Wire;

/// <summary>Puts lists of token probabilities together.</summary>
internal static class LogProbText
{
    /// <summary>One JSON list out of several; null for none.</summary>
    public static string? Join(IReadOnlyList<string> lists)
    {
        if (lists.Count == 0)
            return null;
        return $"[{string.Join(',', lists.Select(list => list.AsSpan().Trim()[1..^1].Trim().ToString()).Where(list => list.Length > 0))}]";
    }
}
