using Tako.Arms.Judging.Facts.Values;

namespace Tako.Arms.Judging.Facts;

/// <summary>A statement taken apart: its content words in order, its values, and whether it is turned around or weakened.</summary>
internal sealed record Statement
{
    /// <summary>Stems of the words that carry content, in order.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The same words for a quick look.</summary>
    public HashSet<string> Known => field ??= new HashSet<string>(Words, StringComparer.Ordinal);

    public required IReadOnlyList<FactValue> Values { get; init; }

    /// <summary>An odd number of negations.</summary>
    public required bool Negated { get; init; }

    /// <summary>Words that make less of a statement than a plain one: may, planned, allegedly.</summary>
    public required IReadOnlyList<string> Weakened { get; init; }

    public required bool Question { get; init; }

    public static Statement Read(string text)
    {
        var raws = Raw.Lex(text);
        var (words, values, weakened) = (new List<string>(), new List<FactValue>(), new List<string>());
        var negations = 0;
        for (var at = 0; at < raws.Count; at++)
        {
            if (!Names(raws, at) && ValueReader.Read(raws, at) is { } read)
            {
                values.Add(read.Value);
                at = read.Next - 1;
                continue;
            }

            var raw = raws[at];
            if (raw.Kind is RawKind.Number or RawKind.Dotted)
                words.Add(Plain(raw.Text));
            if (raw.Kind != RawKind.Word)
                continue;
            if (raw.Word == "not" && at + 1 < raws.Count && raws[at + 1].Word == "only")
                continue;
            if (FactWords.Negates(raw.Word))
                negations++;
            else if (FactWords.Weakens(raw.Word) || (negations > 0 && raw.Word is "true" or "case"))
                weakened.Add(raw.Word);
            else if (!FactWords.IsEmpty(raw.Word))
                words.Add(FactWords.Stem(raw.Word));
        }

        return new Statement
        {
            Words = words,
            Values = values,
            Negated = negations % 2 == 1,
            Weakened = weakened,
            Question = text.AsSpan().TrimEnd().TrimEnd("\"')”»").EndsWith("?"),
        };
    }

    // A number in a name is part of the name: version 2.0, issue 5, #12, UTF-8, and whatever has more than one dot and is no date.
    private static bool Names(List<Raw> raws, int at)
    {
        if (raws[at].Kind == RawKind.Dotted)
            return DateReader.Read(raws, at) is null;
        if (raws[at].Is('-'))
            return at > 0 && raws[at].Glued && raws[at - 1].Kind != RawKind.Sign;
        if (raws[at].Kind != RawKind.Number || at == 0)
            return false;
        var before = raws[at - 1];
        return before.Is('#') || FactWords.Numbers(before.Word) || FactWords.Numbers(before.Word.TrimEnd('s'))
            || (at > 1 && before.Is('-') && before.Glued && raws[at].Glued && raws[at - 2].Kind == RawKind.Word);
    }

    private static string Plain(string number)
    {
        number = number.Replace(",", "", StringComparison.Ordinal);
        while (number.EndsWith(".0", StringComparison.Ordinal))
            number = number[..^2];
        return number;
    }
}
