namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>Divides Python or JavaScript into tokens, whatever state the text is in.</summary>
internal sealed class SourceLexer(bool isPython)
{
    private static readonly HashSet<string> BeforePattern = new(StringComparer.Ordinal)
    {
        "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "instanceof",
    };

    public List<SourceToken> Read(string text)
    {
        var tokens = new List<SourceToken>();
        for (var at = 0; at < text.Length;)
        {
            var (kind, end) = Next(text, at, tokens);
            if (kind is { } found)
                tokens.Add(new SourceToken(found, at, end, text[at..end]));
            at = end;
        }

        return tokens;
    }

    private (TokenKind? Kind, int End) Next(string text, int at, List<SourceToken> tokens)
    {
        var letter = text[at];
        if (char.IsWhiteSpace(letter) || letter == '\\')
            return (null, at + 1);
        if (isPython ? letter == '#' : letter == '/' && Peek(text, at + 1) == '/')
            return (null, LineEnd(text, at));
        if (!isPython && letter == '/' && Peek(text, at + 1) == '*')
            return (null, text.IndexOf("*/", at + 2, StringComparison.Ordinal) is var close and >= 0 ? close + 2 : text.Length);
        if (IsNameStart(letter))
        {
            var end = at + 1;
            while (end < text.Length && IsNamePart(text[end]))
                end++;
            return isPython && end - at <= 2 && end < text.Length && text[end] is '"' or '\'' && IsPrefix(text.AsSpan(at, end - at))
                ? Quoted(text, end)
                : (TokenKind.Name, end);
        }

        if (char.IsAsciiDigit(letter))
        {
            var end = at + 1;
            while (end < text.Length && (IsNamePart(text[end]) || (text[end] == '.' && Peek(text, end + 1) != '.')))
                end++;
            return (TokenKind.Number, end);
        }

        if (letter is '"' or '\'' || (!isPython && letter == '`'))
            return Quoted(text, at);
        if (!isPython && letter == '/' && TakesPattern(tokens) && PatternEnd(text, at) is { } pattern)
            return (TokenKind.String, pattern);
        return (TokenKind.Sign, at + SignLength(text, at));
    }

    private (TokenKind, int) Quoted(string text, int at)
    {
        var quote = text[at];
        if (isPython && at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote)
        {
            for (var end = at + 3; end < text.Length; end++)
            {
                if (text[end] == '\\')
                    end++;
                else if (text[end] == quote && Peek(text, end + 1) == quote && Peek(text, end + 2) == quote)
                    return (TokenKind.String, end + 3);
            }

            return (TokenKind.OpenString, text.Length);
        }

        var depth = 0;
        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '\\')
                end += Peek(text, end + 1) == '\r' ? 2 : 1;
            else if (quote == '`' && text[end] == '$' && Peek(text, end + 1) == '{')
                depth++;
            else if (quote == '`' && text[end] == '}' && depth > 0)
                depth--;
            else if (text[end] == quote && depth == 0)
                return (TokenKind.String, end + 1);
            else if (text[end] is '\n' or '\r' && quote != '`')
                return (TokenKind.OpenString, end);
        }

        return (TokenKind.OpenString, text.Length);
    }

    private static bool TakesPattern(List<SourceToken> tokens) => tokens.Count == 0
        || (tokens[^1].Kind == TokenKind.Sign && tokens[^1].Text is not (")" or "]" or "}"))
        || (tokens[^1].Kind == TokenKind.Name && BeforePattern.Contains(tokens[^1].Text));

    private static int? PatternEnd(string text, int at)
    {
        var inClass = false;
        for (var end = at + 1; end < text.Length && text[end] is not ('\n' or '\r'); end++)
        {
            if (text[end] == '\\')
                end++;
            else if (text[end] == '[')
                inClass = true;
            else if (text[end] == ']')
                inClass = false;
            else if (text[end] == '/' && !inClass)
            {
                end++;
                while (end < text.Length && char.IsAsciiLetter(text[end]))
                    end++;
                return end;
            }
        }

        return null;
    }

    private static int SignLength(string text, int at)
    {
        ReadOnlySpan<string> signs = ["===", "!==", "**=", "...", "//=", ">>>", "=>", "==", "!=", "<=", ">=", "&&", "||",
            "++", "--", "+=", "-=",
            "*=", "/=", "%=", "->", "**", "//", ":=", "??", "?.", "<<", ">>"];
        foreach (var sign in signs)
        {
            if (text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal))
                return sign.Length;
        }

        return 1;
    }

    private static bool IsPrefix(ReadOnlySpan<char> letters) => letters.IndexOfAnyExcept("rRbBfFuU") < 0;

    private static bool IsNameStart(char letter) => char.IsLetter(letter) || letter is '_' or '$';

    private static bool IsNamePart(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '$';

    private static char Peek(string text, int at) => at < text.Length ? text[at] : '\0';

    private static int LineEnd(string text, int at) => text.AsSpan(at).IndexOfAny('\r', '\n') is var end and >= 0 ? at
        + end : text.Length;
}
