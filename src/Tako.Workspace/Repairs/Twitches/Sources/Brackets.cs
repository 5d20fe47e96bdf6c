namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>Puts the bracket that is missing, wherever a person might have meant it.</summary>
internal static class Brackets
{
    private const int MaxLines = 60;
    private const int MaxPlaces = 140;
    private const int MaxBlocks = 30;

    private static readonly HashSet<string> Uses = new(StringComparer.Ordinal)
    {
        "=", "+=", "-=", "*=", "/=", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "and", "or", "&&", "||",
    };

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
                1 + AwkwardEnd(broken, tokens[open], place))));
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
                1 + AwkwardStart(broken, opener, place))));
            repairs.AddRange(Splits(broken, opener, from, tokens[lone].Start));
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

    // A name and an opening bracket that was lost run into one: lenx) for len(x).
    private static IEnumerable<TextRepair> Splits(BrokenText broken, string opener, int from, int until)
    {
        var known = broken.Tokens.Where(token => token.Kind == TokenKind.Name).Select(token =>
            token.Text).ToHashSet(StringComparer.Ordinal);
        known.UnionWith(["len", "range", "print", "str", "int", "sum", "max", "min", "sorted", "list", "set", "dict",
            "abs", "enumerate", "zip", "float",
            "open", "isinstance", "tuple", "any", "all", "map", "filter", "if", "for", "while", "catch", "switch",
                "function", "log", "push",
            "append", "join", "require", "null", "true", "false", "this", "None", "True", "False", "self", "undefined",
                "super", "String", "Number", "Array", "Object"]);
        for (var index = 0; index < broken.Tokens.Count; index++)
        {
            var token = broken.Tokens[index];
            if (token.Kind != TokenKind.Name || token.Start < from || token.End > until)
                continue;
            var isMember = index > 0 && broken.Tokens[index - 1].Text == ".";
            // A prefix of a string ran into the name before it.
            if (index + 1 < broken.Tokens.Count && broken.Tokens[index + 1] is { Kind: TokenKind.String } text && text.Start == token.End
                && token.Text[^1] is 'f' or 'r' or 'b' && known.Contains(token.Text[..^1]))
                yield return new TextRepair("bracket", $"put '{opener}'", token.End - 1, 0, opener, 0.7);
            for (var cut = token.Text.Length - 1; cut > 0; cut--)
            {
                var isKnown = known.Contains(token.Text[..cut]) || (isMember && token.Text.Length - cut >= 3);
                if (isKnown && (known.Contains(token.Text[cut..]) || char.IsAsciiDigit(token.Text[cut])))
                    yield return new TextRepair("bracket", $"put '{opener}'", token.Start + cut, 0, opener, 0.8);
            }
        }
    }

    private static double AwkwardEnd(BrokenText broken, SourceToken opener, int place)
    {
        var next = broken.Tokens.FirstOrDefault(token => token.Start >= place);
        var before = broken.Tokens.LastOrDefault(token => token.End <= place);
        var (line, opening) = (broken.LineOf(place), broken.LineOf(opener.Start));
        var cost = 0.0;
        // An index ends before what is done with the element.
        if (opener.Text == "[" && broken.Tokens.LastOrDefault(token =>
            token.End <= opener.Start) is { Text: not null } owner && owner.End == opener.Start
            && (owner.Kind == TokenKind.Name || owner.Text is "]" or ")"))
        {
            var isDone = broken.Tokens.Any(token => token.Start >= opener.End && token.End <= place && Uses.Contains(token.Text));
            if (!isDone && Uses.Contains(next.Text ?? "") && before.End == place && before.IsOperand)
                return -0.2;
            cost += isDone ? 1 : 0;
        }

        // Most brackets are closed at the end of their line, or before what ends a statement's head.
        var endsLine = place >= broken.CodeEnd(line);
        var endsHead = next.Text is ":" or "{" or ";" && next.End >= broken.CodeEnd(line);
        if (!endsLine && !endsHead)
            cost += next.Text is ")" or "]" or "}" or "," ? 0.4 : next.Text is "." ? 0.7 : 0.9;
        cost += 0.15 * Math.Min(10, line - opening);
        if (before.Text is "," or "(" or "." or "=" && before.Start != opener.Start)
            cost += 0.6;
        if (place > 0 && place <= broken.Text.Length && broken.Text[place - 1] == ' ' && !endsLine)
            cost += 0.5;
        if (before.Kind == TokenKind.Sign && before.End > opener.End && before.Text is not (")" or "]" or "}" or ","))
            cost += 0.5;
        if (broken.Tokens.LastOrDefault(token => token.End <= opener.Start) is { Text: "len" } && before.Kind == TokenKind.Name
            && broken.Tokens.Count(token => token.Start >= opener.End && token.End <= place) == 1
            && next.Text is "and" or "or" or "-" or "+" or "<" or ">" or "<=" or ">=" or "==" or "!=" or "//" or "/" or "%")
            cost -= 1.2;
        if (before.Start == opener.Start)
            cost += 0.4;
        // An empty block is seldom what was meant.
        if (opener.Text == "{" && before.Text == "{")
            cost += 2;
        // A bracket that ends its line is closed on another.
        if (opener.End >= broken.CodeEnd(opening) && line == opening)
            cost += 1;
        return cost;
    }

    private static double AwkwardStart(BrokenText broken, string opener, int place)
    {
        var next = broken.Tokens.FirstOrDefault(token => token.Start >= place);
        var before = broken.Tokens.LastOrDefault(token => token.End <= place);
        var isAdjacent = before.End == place && next.Start == place;
        return opener switch
        {
            "(" when before.Kind == TokenKind.Name && isAdjacent => 0,
            "[" when before.Kind == TokenKind.Name && isAdjacent => 0,
            "(" or "[" when before.Text is "=" or "(" or "," or "return" or "in" or ":" or "[" && next.Start == place => 0.3,
            "(" or "[" when before.Text is "if" or "while" or "for" or "switch" or "and" or "or" or "not"
                or "+" or "*" or "-" && next.Start == place => 0.4,
            "{" when place >= broken.CodeEnd(broken.LineOf(place)) => 0.1,
            "{" when before.Text is "=" or "(" or "," or "return" or ":" or "=>" && next.Start == place => 0.3,
            _ => 1,
        } + (place > 0 && broken.Text[place - 1] == ' ' && next.Start != place && place < broken.CodeEnd(broken.LineOf(place)) ? 0.5 : 0);
    }

    private static int LastPlace(BrokenText broken, int opener)
    {
        var line = Math.Min(broken.LineOf(opener) + MaxLines, broken.LineCount);
        return broken.End(line);
    }

    private static int FirstPlace(BrokenText broken, int closer) => broken.Start(Math.Max(1, broken.LineOf(closer) - MaxLines));
}
