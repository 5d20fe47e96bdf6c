using System.Globalization;
using System.Text;

namespace Tako.Reflexes.Shell.Syntax;

/// <summary>Reads what begins with a dollar or a backtick.</summary>
internal static class Expansions
{
    public static void Read(ShellCursor cursor, WordParts parts, bool quoted)
    {
        if (cursor.Current == '`')
        {
            ReadBackticks(cursor, parts, quoted);
            return;
        }

        cursor.Position++;
        switch (cursor.Current)
        {
            case '(' when cursor.Next == '(' && IsArithmetic(cursor):
                cursor.Position += 2;
                parts.Add(new WordPart(WordPartKind.Opaque, "", quoted, Inner: ReadArithmetic(cursor)));
                break;
            case '(':
                cursor.Position++;
                parts.Add(new WordPart(WordPartKind.Substitution, "", quoted, Grammar.ReadUntilParenthesis(cursor)));
                break;
            case '{':
                cursor.Position++;
                ReadBraces(cursor, parts, quoted);
                break;
            case '\'' when !quoted:
                cursor.Position++;
                parts.Append(ReadAnsi(cursor), true);
                break;
            case '"' when !quoted:
                break;
            case var letter when char.IsAsciiLetter(letter) || letter == '_':
                parts.Add(new WordPart(WordPartKind.Variable, Name(cursor), quoted));
                break;
            case >= '0' and <= '9' or '@' or '*' or '#' or '?' or '$' or '!' or '-':
                parts.Add(new WordPart(WordPartKind.Variable, cursor.Current.ToString(), quoted));
                cursor.Position++;
                break;
            default:
                parts.Append('$', quoted);
                break;
        }
    }

    /// <summary>Reads arithmetic up to its two closing parentheses: only the substitutions inside matter.</summary>
    public static ShellWord ReadArithmetic(ShellCursor cursor)
    {
        var parts = new WordParts();
        if (!cursor.Enter())
            return ShellWord.Empty;
        var open = 0;
        while (!cursor.AtEnd)
        {
            var letter = cursor.Current;
            if (letter is '$' or '`')
            {
                Read(cursor, parts, true);
                continue;
            }

            cursor.Position++;
            if (letter == '(')
                open++;
            else if (letter == ')' && open-- == 0)
                break;
        }

        if (cursor.Current == ')')
            cursor.Position++;
        cursor.Leave();
        return parts.Word();
    }

    // Whether "((" is closed by "))" and not by two parentheses apart: looked at without reading what is inside.
    public static bool IsArithmetic(ShellCursor cursor)
    {
        var open = 0;
        for (var at = cursor.Position; at < cursor.Text.Length; at++)
        {
            var letter = cursor.Text[at];
            if (letter == '\\')
                at++;
            else if (letter == '(')
                open++;
            else if (letter == ')' && --open == 1)
                return at + 1 < cursor.Text.Length && cursor.Text[at + 1] == ')';
        }

        return false;
    }

    private static void ReadBackticks(ShellCursor cursor, WordParts parts, bool quoted)
    {
        cursor.Position++;
        var inner = new StringBuilder();
        while (!cursor.AtEnd && cursor.Current != '`')
        {
            if (cursor.Current == '\\' && (cursor.Next is '`' or '\\' or '$' || (quoted && cursor.Next == '"')))
                cursor.Position++;
            inner.Append(cursor.Text[cursor.Position++]);
        }

        if (cursor.AtEnd)
            cursor.Fail("a backtick is not closed");
        else
            cursor.Position++;
        parts.Add(new WordPart(WordPartKind.Substitution, "", quoted, Grammar.ReadInner(inner.ToString(), cursor)));
    }

    private static void ReadBraces(ShellCursor cursor, WordParts parts, bool quoted)
    {
        var opaque = cursor.Current is '#' or '!' && cursor.Next != '}';
        if (opaque)
            cursor.Position++;
        var name = Name(cursor);
        if (name.Length == 0 && !cursor.AtEnd && cursor.Current != '}')
            name = cursor.Text[cursor.Position++].ToString();
        var kind = cursor.Current == '}' && !opaque ? WordPartKind.Variable : WordPartKind.Opaque;
        if (cursor.Current == ':' && (cursor.Next is '-' or '='))
        {
            kind = WordPartKind.Variable;
            cursor.Position += 2;
        }
        else if (!opaque && (cursor.Current is '-' or '='))
        {
            kind = WordPartKind.Variable;
            cursor.Position++;
        }

        if (!cursor.Enter())
            return;
        var inner = new WordParts();
        WordReader.ReadExpanding(cursor, inner, '}');
        cursor.Leave();
        var rest = inner.Word();
        parts.Add(new WordPart(kind, name, quoted, Inner: rest.Parts is [{ Text: "", Kind: WordPartKind.Literal }] ? null : rest));
    }

    private static string Name(ShellCursor cursor)
    {
        var start = cursor.Position;
        while (!cursor.AtEnd && (char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current == '_'))
            cursor.Position++;
        return cursor.Text[start..cursor.Position];
    }

    private static string ReadAnsi(ShellCursor cursor)
    {
        var text = new StringBuilder();
        while (!cursor.AtEnd && cursor.Current != '\'')
        {
            var letter = cursor.Text[cursor.Position++];
            if (letter != '\\' || cursor.AtEnd)
                text.Append(letter);
            else
                ReadEscape(cursor, text);
        }

        if (cursor.AtEnd)
            cursor.Fail("a quote is not closed");
        else
            cursor.Position++;
        return text.ToString();
    }

    private static void ReadEscape(ShellCursor cursor, StringBuilder text)
    {
        var letter = cursor.Text[cursor.Position++];
        var (digits, radix) = letter switch { 'x' => (2, 16), 'u' => (4, 16), 'U' => (8, 16), >= '0' and <= '7' => (3, 8), _ => (0, 0) };
        if (digits == 0)
        {
            text.Append(letter switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'e' or 'E' => '\u001b', _ =>
                letter });
            return;
        }

        if (radix == 8)
            cursor.Position--;
        long value = 0;
        for (var count = 0; count < digits && !cursor.AtEnd && Digit(cursor.Current) is var digit && digit < radix; count++)
        {
            value = (value * radix) + digit;
            cursor.Position++;
        }

        text.Append(value is > 0 and < 0x10FFFF and not (>= 0xD800 and < 0xE000) ? char.ConvertFromUtf32((int)value) : "");
    }

    private static int Digit(char letter) => char.IsAsciiHexDigit(letter)
        ? int.Parse([letter], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : int.MaxValue;
}
