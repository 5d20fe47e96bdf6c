namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>Puts the bracket that is missing, wherever a person might have meant it.</summary>
internal static class Brackets
{
    private const int MaxLines = 60;
    private const int MaxPlaces = 140;
    private const int MaxBlocks = 30;

    public static IEnumerable<TextRepair> Repair(BrokenText broken)
    {
        var (tokens, balance) = (broken.Tokens, broken.Balance);
        if (balance is { Opener: null, Closer: null })
            return [];
        var repairs = new List<TextRepair>();
        foreach (var open in balance.Open.Reverse().Take(3))
        {
            var until = balance.Closer is { } wrong ? tokens[wrong].Start : LastPlace(broken, tokens[open].Start);
            var closer = BracketBalance.Closes(tokens[open].Text);
            repairs.AddRange(Places(broken, tokens[open].End, until).Select(place => new TextRepair("bracket",
                $"put '{closer}'", place, 0, closer,
                1 + BracketCost.OfEnd(broken, tokens[open], place))));
            // Which block lost its end, indentation tells better than counting does.
            if (closer == "}")
                repairs.AddRange(Blocks(broken, open, until).SelectMany(block => OwnLines(broken, block, until)));
        }

        if (balance.Closer is { } lone)
        {
            var opener = BracketBalance.Opens(tokens[lone].Text);
            var from = balance.Opener is { } inner ? tokens[inner].End : FirstPlace(broken, tokens[lone].Start);
            repairs.AddRange(Places(broken, from, tokens[lone].Start).Reverse().Select(place => new TextRepair("bracket",
                $"put '{opener}'", place, 0,
                opener == "{" && place > 0 && !char.IsWhiteSpace(broken.Text[place - 1])
                    && place == broken.CodeEnd(broken.LineOf(place)) ? " {" : opener,
                1 + BracketCost.OfStart(broken, opener, place))));
            repairs.AddRange(RunTogether.Repair(broken, opener, from, tokens[lone].Start));
            repairs.Add(new TextRepair("bracket", $"drop the '{tokens[lone].Text}' that closes nothing", tokens[lone].Start, 1, "", 4));
        }

        return repairs;
    }

    /// <summary>Ends and beginnings of tokens, and lines with nothing on them, between two places.</summary>
    private static IEnumerable<int> Places(BrokenText broken, int from, int until)
    {
        var places = new SortedSet<int> { from, until };
        foreach (var token in broken.Tokens.Where(token => token.End > from && token.Start <= until))
            places.UnionWith([token.Start, token.End]);
        for (var line = broken.LineOf(from); line <= broken.LineOf(until); line++)
            places.UnionWith([broken.CodeEnd(line), broken.End(line)]);
        var kept = places.Where(place => place >= from && place <= until && place <= broken.Text.Length).ToList();
        // Of very many, those at the edges: brackets are lost near where they are missed.
        return kept.Count <= MaxPlaces ? kept : kept.Take(MaxPlaces / 2).Concat(kept.TakeLast(MaxPlaces / 2));
    }

    private static IEnumerable<int> Blocks(BrokenText broken, int open, int until) => Enumerable.Range(open, broken.Tokens.Count - open)
        .Where(index => broken.Tokens[index].Text == "{" && broken.Tokens[index].Start < until
            && broken.Tokens[index].End >= broken.CodeEnd(broken.LineOf(broken.Tokens[index].Start)))
        .Prepend(open)
        .Distinct()
        .Take(MaxBlocks);

    // A closing brace on a line of its own, as deep as the line that opened.
    private static IEnumerable<TextRepair> OwnLines(BrokenText broken, int open, int until)
    {
        var opening = broken.LineOf(broken.Tokens[open].Start);
        var indent = broken.Line(opening)[..broken.Indent(opening)];
        for (var line = opening + 1; line <= Math.Min(broken.LineOf(until) + 1, opening + MaxLines); line++)
        {
            // The line that the brace stood alone on is still there, or the words that followed it.
            if (line <= broken.LineCount && Stood(broken, line, indent.Length))
                yield return new TextRepair("bracket", "put '}'", broken.Start(line) + indent.Length, 0, "}", 0.4);
            if (line > broken.LineCount || (broken.Line(line).Trim().Length > 0 && broken.Indent(line) <= indent.Length)
                || line == broken.LineCount)
            {
                var above = broken.Above(line);
                if (above >= opening)
                    yield return new TextRepair("bracket", "put '}'", broken.End(above), 0, broken.Newline + indent + "}", 1.1);
                if (line <= broken.LineCount && broken.Indent(line) < indent.Length)
                    yield break;
            }
        }
    }

    private static bool Stood(BrokenText broken, int line, int indent)
    {
        var text = broken.Line(line);
        if (broken.Indent(line) < indent || broken.Indent(line) > indent + 1)
            return false;
        var rest = text.AsSpan(indent).Trim();
        return rest.Length == 0 ? text.Length == indent && broken.Above(line) == line - 1 && broken.Indent(line - 1) > indent
            : rest[0] is ')' or ']' or ';' or ',' || rest.StartsWith("else") || rest.StartsWith("catch") || rest.StartsWith("finally");
    }

    private static int LastPlace(BrokenText broken, int opener)
    {
        var line = Math.Min(broken.LineOf(opener) + MaxLines, broken.LineCount);
        return broken.End(line);
    }

    private static int FirstPlace(BrokenText broken, int closer) => broken.Start(Math.Max(1, broken.LineOf(closer) - MaxLines));
}
