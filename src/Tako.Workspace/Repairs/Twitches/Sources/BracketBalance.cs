namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>The first place where brackets do not go together.</summary>
/// <param name="Opener">Index of a token that is never closed, or is closed by another kind.</param>
/// <param name="Closer">Index of a token that closes nothing, or something of another kind.</param>
internal sealed record BracketBalance(int? Opener, int? Closer, IReadOnlyList<int> Open)
{
    public static BracketBalance Of(IReadOnlyList<SourceToken> tokens)
    {
        var open = new List<int>();
        for (var index = 0; index < tokens.Count; index++)
        {
            if (tokens[index].Kind != TokenKind.Sign)
                continue;
            var sign = tokens[index].Text;
            if (sign is "(" or "[" or "{")
                open.Add(index);
            if (sign is not (")" or "]" or "}"))
                continue;
            if (open.Count == 0)
                return new BracketBalance(null, index, open);
            if (Closes(tokens[open[^1]].Text) != sign)
                return new BracketBalance(open[^1], index, open);
            open.RemoveAt(open.Count - 1);
        }

        return new BracketBalance(open.Count > 0 ? open[^1] : null, null, open);
    }

    public static string Closes(string opener) => opener switch { "(" => ")", "[" => "]", _ => "}" };

    public static string Opens(string closer) => closer switch { ")" => "(", "]" => "[", _ => "{" };

    /// <summary>Lines that stand further left or right than the brackets around them would have it: a measure of how a person would
    /// have laid the text out.</summary>
    public static int Misplaced(string text, IReadOnlyList<SourceToken> tokens)
    {
        var open = new Stack<(int Indent, int Line)>();
        var (wrong, at, line, lineStart) = (0, 0, 0, 0);
        for (var index = 0; index < tokens.Count; index++)
        {
            var isFirst = index == 0;
            for (; at < tokens[index].Start; at++)
            {
                if (text[at] == '\n')
                    (line, lineStart, isFirst) = (line + 1, at + 1, true);
            }

            var indent = Indent(text, lineStart);
            var sign = tokens[index].Kind == TokenKind.Sign ? tokens[index].Text : "";
            var isCloser = sign is ")" or "]" or "}";
            if (isFirst && open.TryPeek(out var around) && around.Line != line)
            {
                if (isCloser ? indent != around.Indent : indent <= around.Indent)
                    wrong++;
            }
            else if (!isFirst && isCloser && sign == "}" && open.TryPeek(out var block) && block.Line != line)
            {
                // A block that ends behind other code on a later line.
                wrong++;
            }

            if (sign is "(" or "[" or "{")
                open.Push((indent, line));
            else if (isCloser && open.Count > 0)
                open.Pop();
        }

        return wrong + open.Count;
    }

    private static int Indent(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] is (' ' or '\t'))
            end++;
        return end - at;
    }
}
