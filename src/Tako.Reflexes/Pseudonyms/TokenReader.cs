using System.Buffers;
using System.Globalization;
using Tako.Reflexes.Literals;

namespace Tako.Reflexes.Pseudonyms;

internal enum TokenEnd
{
    /// <summary>No token begins here.</summary>
    None,

    /// <summary>The text ends before it is known.</summary>
    Open,

    /// <summary>A token, its check character right.</summary>
    Token,

    /// <summary>It began as a token does and is none.</summary>
    Damaged,
}

/// <param name="Length">Characters of the text that it takes.</param>
internal readonly record struct TokenReading(TokenEnd End, PseudonymToken Token, int Length);

/// <summary>
/// Reads a token as models write them: in either case, with white space, line breaks, markdown, invisible letters and escapes of
/// JSON and URLs between its characters. Looks at most <see cref="MaxLength"/> characters far.
/// </summary>
internal static class TokenReader
{
    /// <summary>Longest token with what stands inside it.</summary>
    public const int MaxLength = 128;

    /// <summary>Most characters between two of a token.</summary>
    private const int MaxBetween = 16;

    private const string Prefix = "PII";
    private const int FirstSymbol = 4;
    private const int LastSymbol = FirstSymbol + PseudonymToken.Symbols;

    /// <summary>So many symbols after a marked beginning, and it was meant to be a token.</summary>
    private const int Telling = 4;

    // The letter itself, full width, and the beginning of its escape in JSON.
    private static readonly SearchValues<char> Starts = SearchValues.Create("Pp\\Ｐｐ");

    /// <summary>Where a token may begin, or -1.</summary>
    public static int Start(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAny(Starts);
            if (next < 0)
                return -1;
            at += next;
            if (text[at] != '\\')
            {
                // Most of these begin other words.
                if (at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]) && (text[at + 1] | 32) != 'i')
                    continue;
                return at;
            }

            // Each level of JSON in JSON doubles the backslashes before an escape: all belong to it.
            var lines = text[at..].IndexOfAnyExcept('\\');
            var end = lines < 0 ? text.Length : at + lines;
            if (end == text.Length || text[end] == 'u')
                return Math.Max(at, end - MaxBetween);
            at = end - 1;
        }

        return -1;
    }

    /// <summary>Whether something in the text is a token, or began as one does.</summary>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        while (Start(text) is var next and >= 0)
        {
            text = text[next..];
            if (Read(text).End != TokenEnd.None)
                return true;
            text = text[1..];
        }

        return false;
    }

    /// <summary>Reads the token that begins with the text.</summary>
    public static TokenReading Read(ReadOnlySpan<char> text)
    {
        var (at, found, between, lines) = (0, 0, 0, 0);
        var (kind, code) = ('\0', 0UL);
        while (at < MaxLength - EscapedLetter.MaxLength && between <= MaxBetween)
        {
            if (at == text.Length)
                return new TokenReading(TokenEnd.Open, default, at);
            var unit = EscapedLetter.Next(text[at..]);
            if (unit.Length == 0)
                return new TokenReading(TokenEnd.Open, default, text.Length);
            at += unit.Length;
            var letter = Narrow(unit.Letter);
            if (IsBetween(letter))
            {
                if (found == 0 && letter != '\\')
                    break;
                between += unit.Length;
                // A line on both sides of the kind is what no prose has.
                if (letter == '_' && found is 3 or FirstSymbol)
                    lines |= found;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(letter))
                break;
            between = 0;
            var upper = char.ToUpperInvariant(letter);
            if (found < Prefix.Length)
            {
                if (upper != Prefix[found])
                    break;
            }
            else if (found < FirstSymbol)
            {
                if (!char.IsAsciiLetterUpper(upper))
                    break;
                kind = upper;
            }
            else
            {
                var value = PseudonymToken.ValueOf(upper);
                if (value < 0)
                    break;
                if (found == LastSymbol)
                {
                    var token = new PseudonymToken(kind, code);
                    if (token.IsChecked(value))
                        return new TokenReading(TokenEnd.Token, token, at);
                    break;
                }

                code = (code << 5) | (uint)value;
            }

            found++;
        }

        var meant = lines == (3 | FirstSymbol) && found >= FirstSymbol + Telling;
        return new TokenReading(meant ? TokenEnd.Damaged : TokenEnd.None, default, at);
    }

    /// <summary>Whether so much of a text as there is was meant to be a token, when nothing more comes.</summary>
    public static bool IsCut(ReadOnlySpan<char> text) => text.Length < MaxLength && Read([.. text, '!']).End == TokenEnd.Damaged;

    private static char Narrow(char letter) => letter is >= '！' and <= '～' ? (char)(letter - 0xFEE0) : letter;

    private static bool IsBetween(char letter) => letter switch
    {
        '_' or '-' or '*' or '~' or '`' or '\\' => true,
        <= '\u007F' => letter is ' ' or '\t' or '\r' or '\n',
        _ => char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.DashPunctuation,
    };
}
