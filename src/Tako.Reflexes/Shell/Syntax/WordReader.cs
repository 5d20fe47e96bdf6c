using System.Buffers;
using System.Text;

namespace Tako.Reflexes.Shell.Syntax;

/// <summary>Reads words: quotes, escapes, expansions and substitutions.</summary>
internal static class WordReader
{
    // What ends a word or means something in it; whatever lies between is taken as it is.
    private static readonly SearchValues<char> Special = SearchValues.Create(" \t\r\n;&|()<>\\'\"$`");
    private static readonly SearchValues<char> SpecialInside = SearchValues.Create("\\'\"$`}");
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n;&|)");

    /// <summary>The word at the cursor; it has no parts when none stands there.</summary>
    public static ShellWord Read(ShellCursor cursor)
    {
        var plain = cursor.Rest.IndexOfAny(Special);
        plain = plain < 0 ? cursor.Rest.Length : plain;
        var start = cursor.Position;
        if (plain > 0 && (start + plain == cursor.Text.Length || Ends.Contains(cursor.Text[start + plain])))
        {
            cursor.Position += plain;
            return new ShellWord([new WordPart(WordPartKind.Literal, cursor.Text.Substring(start, plain), false)]);
        }

        var parts = new WordParts();
        while (!cursor.AtEnd)
        {
            var letter = cursor.Current;
            switch (letter)
            {
                case ' ' or '\t' or '\r' or '\n' or ';' or '&' or '|' or ')':
                    return parts.Word();
                case '(':
                    if (!parts.EndsWithExtendedGlob)
                        return parts.Word();
                    ReadGlobGroup(cursor, parts);
                    break;
                case '<' or '>':
                    if (cursor.Next != '(')
                        return parts.Word();
                    cursor.Position += 2;
                    parts.Add(new WordPart(WordPartKind.Process, "", false, Grammar.ReadUntilParenthesis(cursor)));
                    break;
                case '\\':
                    cursor.Position++;
                    if (cursor.Current == '\n')
                        cursor.Position++;
                    else if (!cursor.AtEnd)
                        parts.Append(cursor.Text[cursor.Position++], true);
                    break;
                case '\'':
                    cursor.Position++;
                    parts.Append(Until(cursor, '\''), true);
                    break;
                case '"':
                    cursor.Position++;
                    ReadExpanding(cursor, parts, '"');
                    break;
                default:
                    if (letter is '$' or '`')
                        Expansions.Read(cursor, parts, false);
                    else
                        parts.Append(Run(cursor, Special), false);
                    break;
            }
        }

        return parts.Word();
    }

    /// <summary>A text in which variables and substitutions count, such as the body of a here-document.</summary>
    public static ShellWord ReadBody(string body, ShellCursor outer)
    {
        var cursor = new ShellCursor(body, outer.Depth);
        var parts = new WordParts();
        ReadExpanding(cursor, parts, '\0');
        if (cursor.Fault is { } fault)
            outer.Fail(fault);
        return parts.Word();
    }

    /// <summary>Reads up to <paramref name="end"/> and past it; <c>\0</c> reads all that is left.</summary>
    public static void ReadExpanding(ShellCursor cursor, WordParts parts, char end)
    {
        parts.Append("", true);
        while (!cursor.AtEnd)
        {
            var letter = cursor.Current;
            if (letter == end && end != '\0')
            {
                cursor.Position++;
                return;
            }

            if (letter == '\\' && (cursor.Next is '$' or '`' or '\\' or '\n' or '"' || (cursor.Next == '}' && end == '}')))
            {
                if (cursor.Next != '\n')
                    parts.Append(cursor.Next, true);
                cursor.Position += 2;
            }
            else if (letter is '$' or '`')
            {
                Expansions.Read(cursor, parts, true);
            }
            else if (end == '}' && (letter is '\'' or '"'))
            {
                ReadQuotedInside(cursor, parts, letter);
            }
            else
            {
                parts.Append(letter, true);
                cursor.Position++;
                parts.Append(Run(cursor, SpecialInside), true);
            }
        }

        if (end != '\0')
            cursor.Fail(end == '"' ? "a double quote is not closed" : "an expansion is not closed");
    }

    private static ReadOnlySpan<char> Run(ShellCursor cursor, SearchValues<char> ends)
    {
        var rest = cursor.Rest;
        var length = rest.IndexOfAny(ends);
        rest = length < 0 ? rest : rest[..length];
        cursor.Position += rest.Length;
        return rest;
    }

    public static string Until(ShellCursor cursor, char end)
    {
        var length = cursor.Rest.IndexOf(end);
        if (length < 0)
        {
            cursor.Fail("a quote is not closed");
            length = cursor.Rest.Length;
        }

        var text = cursor.Text.Substring(cursor.Position, length);
        cursor.Position = Math.Min(cursor.Position + length + 1, cursor.Text.Length);
        return text;
    }

    private static void ReadQuotedInside(ShellCursor cursor, WordParts parts, char quote)
    {
        cursor.Position++;
        if (quote == '\'' && cursor.Rest.Contains('\''))
            parts.Append(Until(cursor, '\''), true);
        else if (quote == '"' && cursor.Rest.Contains('"') && cursor.Enter())
        {
            ReadExpanding(cursor, parts, '"');
            cursor.Leave();
        }
    }

    private static void ReadGlobGroup(ShellCursor cursor, WordParts parts)
    {
        var depth = 0;
        while (!cursor.AtEnd && cursor.Current != '\n')
        {
            var letter = cursor.Text[cursor.Position++];
            depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            parts.Append(letter, false);
            if (depth == 0)
                return;
        }

        cursor.Fail("a parenthesis is not closed");
    }
}

/// <summary>Collects the parts of one word.</summary>
internal sealed class WordParts
{
    private readonly List<WordPart> _parts = [];
    private readonly StringBuilder _literal = new(32);
    private bool _quoted;
    private bool _open;

    public bool EndsWithExtendedGlob => _open && !_quoted && _literal.Length > 0 && _literal[^1] is '?' or '*' or '+' or '@' or '!';

    public bool IsEmpty => _parts.Count == 0 && !_open;

    public void Append(char letter, bool quoted)
    {
        Turn(quoted);
        _literal.Append(letter);
    }

    public void Append(ReadOnlySpan<char> text, bool quoted)
    {
        Turn(quoted);
        _literal.Append(text);
    }

    public void Add(WordPart part)
    {
        Close();
        _parts.Add(part);
    }

    public ShellWord Word()
    {
        Close();
        return _parts.Count == 0 ? ShellWord.Empty : new ShellWord(_parts);
    }

    private void Turn(bool quoted)
    {
        if (_open && _quoted != quoted)
            Close();
        (_open, _quoted) = (true, quoted);
    }

    private void Close()
    {
        if (_open)
            _parts.Add(new WordPart(WordPartKind.Literal, _literal.ToString(), _quoted));
        _literal.Clear();
        _open = false;
    }
}
