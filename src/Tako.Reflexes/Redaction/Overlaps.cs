namespace Tako.Reflexes.Redaction;

/// <summary>A part of a text and what is to become of it.</summary>
/// <param name="How">Null keeps the part.</param>
internal sealed record Claim(int Start, int End, string Kind, Replacement? How)
{
    public int Strength => How?.Strength ?? Replacement.TokenStrength;
}

/// <summary>Gives each character of overlapping claims to one of them, whatever the order in which they came.</summary>
internal static class Overlaps
{
    /// <summary>Parts in order, none overlapping; a claim that lost characters in its middle has two.</summary>
    public static List<(int Start, int End, Claim Claim)> Settle(List<Claim> claims)
    {
        claims.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        var open = new PriorityQueue<Claim, Claim>(Comparer<Claim>.Create(Stronger));
        var parts = new List<(int Start, int End, Claim Claim)>();
        var (next, at) = (0, 0);
        while (true)
        {
            while (open.TryPeek(out var ended, out _) && ended.End <= at)
                open.Dequeue();
            if (open.Count == 0)
            {
                if (next == claims.Count)
                    return parts;
                at = Math.Max(at, claims[next].Start);
            }

            for (; next < claims.Count && claims[next].Start <= at; next++)
            {
                if (claims[next].End > at)
                    open.Enqueue(claims[next], claims[next]);
            }

            if (!open.TryPeek(out var best, out _) || best.End <= at)
                continue;
            var until = next < claims.Count ? Math.Min(best.End, claims[next].Start) : best.End;
            if (parts is [.., var last] && ReferenceEquals(last.Claim, best) && last.End == at)
                parts[^1] = last with { End = until };
            else
                parts.Add((at, until, best));
            at = until;
        }
    }

    private static int Stronger(Claim left, Claim right)
    {
        var order = right.Strength.CompareTo(left.Strength);
        if (order == 0)
            order = (right.End - right.Start).CompareTo(left.End - left.Start);
        if (order == 0)
            order = left.Start.CompareTo(right.Start);
        return order == 0 ? string.CompareOrdinal(left.Kind, right.Kind) : order;
    }
}
