using Tako.Arms.Judging.Facts.Values;

namespace Tako.Arms.Judging.Facts;

/// <summary>How a span of a source stands to a claim.</summary>
internal enum Stance
{
    /// <summary>It speaks of something else.</summary>
    Silent,

    /// <summary>It speaks of the same thing and settles nothing.</summary>
    Unclear,
    Holds,
    Denies,
}

/// <summary>Compares one statement of a claim with one statement of a source: words, then polarity, then values by their type.</summary>
internal static class SpanMatch
{
    private const int MostSaid = 200;

    public static (Stance Stance, string Why) Of(Statement claim, Statement span, double about)
    {
        if (!Covers(claim.Words, span, out var inOrder))
            return (Stance.Silent, "");
        // "A calls B" and "B calls A" have the same words.
        if (!inOrder)
            return (Stance.Unclear, "has the same words in another order");
        if (span.Question != claim.Question)
            return (Stance.Unclear, "asks and does not say");
        if (span.Weakened.Except(claim.Weakened, StringComparer.Ordinal).FirstOrDefault() is { } weak)
            return (Stance.Unclear, $"says so only with '{weak}'");
        if (claim.Weakened.Except(span.Weakened, StringComparer.Ordinal).FirstOrDefault() is { } weaker)
            return (Stance.Unclear, $"does not say '{weaker}'");

        var (values, why) = Values(claim.Values, span.Values, about);
        // Of a claim with a single word, a source with more of them may well speak of another thing: of the upload limit, not of the limit.
        if (claim.Words.Count == 1 && span.Words.Count > 1 && (values == Agreement.Differs || span.Negated != claim.Negated))
            return (Stance.Unclear, $"may speak of something else, and {(why.Length > 0 ? why : "says the opposite of it")}");
        if (span.Negated == claim.Negated)
        {
            return values switch
            {
                // "Not 5" and "not 6" may both be true.
                Agreement.Differs when claim.Negated => (Stance.Unclear, why),
                Agreement.Differs => (Stance.Denies, why),
                Agreement.Agrees => (Stance.Holds, ""),
                _ => (Stance.Unclear, why),
            };
        }

        return values == Agreement.Agrees
            ? (Stance.Denies, span.Negated ? "says that it is not so" : "says that it is so")
            : (Stance.Unclear, values == Agreement.Differs ? "denies one value and names another" : why);
    }

    private static bool Covers(IReadOnlyList<string> claim, Statement span, out bool inOrder)
    {
        var at = 0;
        foreach (var word in span.Words)
        {
            if (at < claim.Count && claim[at] == word)
                at++;
        }

        inOrder = at == claim.Count;
        return inOrder || claim.All(span.Known.Contains);
    }

    private static (Agreement, string) Values(IReadOnlyList<FactValue> claim, IReadOnlyList<FactValue> span, double about)
    {
        if (span.Count > MostSaid && claim.Count > 0)
            return (Agreement.Open, $"has more than {MostSaid} values in one sentence");
        var unclear = "";
        var differs = new List<(FactValue Claimed, FactValue Said)>();
        foreach (var group in claim.GroupBy(value => (value.Kind, value.Unit)))
        {
            var claimed = group.ToArray();
            var said = span.Where(value => claimed[0].Like(value)).ToArray();
            if (said.Any(value => value.Unit == claimed[0].Unit))
                said = [.. said.Where(value => value.Unit == claimed[0].Unit)];
            if (said.Length == 0)
            {
                unclear = $"does not say {claimed[0].Text}";
                continue;
            }

            // Which value belongs to which word is certain only where there are as many here as there.
            if (said.Length != claimed.Length)
            {
                var list = string.Join(", ", said.Take(4).Select(value => value.Text));
                unclear = $"has other values than the claim has ({list}), so that it is not certain which is meant";
                continue;
            }

            for (var index = 0; index < claimed.Length; index++)
            {
                var agreement = claimed[index].Compare(said[index], about);
                if (agreement == Agreement.Differs)
                    differs.Add((claimed[index], said[index]));
                else if (agreement != Agreement.Agrees)
                    unclear = $"says {said[index].Text}, which neither bears out nor rules out {claimed[index].Text}";
            }
        }

        // Another date with other values beside it is another occasion.
        if (differs.Count > 1 && differs.Any(pair => pair.Claimed.Kind == FactKind.Date)
            && differs.Any(pair => pair.Claimed.Kind != FactKind.Date))
            return (Agreement.Open, $"speaks of {differs.First(pair => pair.Claimed.Kind == FactKind.Date).Said.Text}");
        if (differs.Count > 0)
            return (Agreement.Differs, string.Join(" and ", differs.Select(pair => $"says {pair.Said.Text}, not {pair.Claimed.Text}")));
        return unclear.Length > 0 ? (Agreement.Open, unclear) : (Agreement.Agrees, "");
    }
}
