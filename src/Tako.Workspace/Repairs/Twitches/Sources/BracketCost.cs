namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>How unlikely it is that a person put a bracket at a place: 0 for the ordinary one.</summary>
internal static class BracketCost
{
    private static readonly HashSet<string> Uses = new(StringComparer.Ordinal)
    {
        "=", "+=", "-=", "*=", "/=", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "and", "or", "&&", "||",
    };

    public static double OfEnd(BrokenText broken, SourceToken opener, int place)
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

    public static double OfStart(BrokenText broken, string opener, int place)
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
}
