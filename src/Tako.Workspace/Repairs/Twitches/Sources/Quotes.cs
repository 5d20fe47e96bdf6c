namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>Puts the quote that is missing.</summary>
internal static class Quotes
{
    private const int MaxPlaces = 160;

    public static IEnumerable<TextRepair> Repair(BrokenText broken)
    {
        var open = broken.Tokens.Where(token => token.Kind == TokenKind.OpenString).Take(2).ToList();
        foreach (var token in open)
        {
            var quote = token.Text[^1] is '"' or '\'' or '`' && token.Text.Length <= 3 ? token.Text[^1] : Quote(token.Text);
            var line = broken.LineOf(token.Start);
            // A long string that lost one of its three quotes; and one that was never closed at all.
            if (token.Text.Contains('\n'))
            {
                foreach (var repair in Long(broken, token, quote))
                    yield return repair;
            }

            foreach (var place in Places(broken, line))
                yield return new TextRepair("quote", $"put {quote}", place, 0, quote.ToString(), 1 + (place < token.Start ? 0.2 : 0));
        }
    }

    /// <summary>How unlike words or a path the strings of a line are.</summary>
    public static double Awkward(IReadOnlyList<SourceToken> tokens)
    {
        var cost = 0.0;
        for (var index = 0; index < tokens.Count; index++)
        {
            var token = tokens[index];
            if (token.Kind != TokenKind.String || token.Text.Contains('\n'))
                continue;
            var inner = token.Text.Trim('"', '\'', '`');
            if (index + 1 < tokens.Count && tokens[index + 1] is var next && next.Start == token.End
                && next.Text is not (")" or "]" or "}" or "," or ":" or ";" or "."))
                cost += 0.4;
            if (inner.Length == 0)
                cost += 0.2;
            else if (inner.Trim().Length == 0)
                continue;
            if (inner.AsSpan().ContainsAny("()[]="))
                cost += 0.5;
            if (inner.Length > 0 && (inner[0] is ')' or ',' or ' ' or ']' or ':' or '+'
                || inner[^1] is '(' or '[' or ' ' or ',' or '+' or ':' or ';'))
                cost += 0.4;
            if (inner.Contains(", ", StringComparison.Ordinal))
                cost += 0.3;
        }

        return cost;
    }

    private static IEnumerable<TextRepair> Long(BrokenText broken, SourceToken token, char quote)
    {
        var two = new string(quote, 2);
        for (var at = broken.Text.IndexOf(two, token.Start + 3, StringComparison.Ordinal); at >= 0;
            at = broken.Text.IndexOf(two, at + 2, StringComparison.Ordinal))
            yield return new TextRepair("quote", $"put {quote}", at + 2, 0, quote.ToString(), 0.9);
    }

    private static char Quote(string text) => text.First(letter => letter is '"' or '\'' or '`');

    private static IEnumerable<int> Places(BrokenText broken, int line)
    {
        var (start, end) = (broken.Start(line) + broken.Indent(line), broken.End(line));
        var places = new List<int>();
        for (var at = start; at <= end; at++)
        {
            var (before, after) = (at > start ? broken.Text[at - 1] : ' ', at < end ? broken.Text[at] : ' ');
            if (at == end || char.IsLetterOrDigit(before) != char.IsLetterOrDigit(after) || !char.IsLetterOrDigit(before))
                places.Add(at);
        }

        return places.Count <= MaxPlaces ? places : places.TakeLast(MaxPlaces);
    }
}
