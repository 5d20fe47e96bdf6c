using System.Collections.Frozen;
using System.Text;

namespace Tako.Arms.Judging.Facts;

/// <summary>
/// Cuts a text into sentences: at full stops that end one, at blank lines, at items of a list, and at lines that stand alone
/// such as settings and rows. Other line ends are taken for space.
/// </summary>
internal static class Sentences
{
    private static readonly FrozenSet<string> Short = new[]
    {
        "e.g", "i.e", "etc", "mr", "mrs", "ms", "dr", "prof", "st", "vs", "no", "nos", "approx", "ca", "cf", "fig", "vol", "pp", "ed",
        "eds",
        "al", "inc", "ltd", "co", "corp", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k",
        "a.m", "p.m", "z.b", "d.h", "resp", "incl", "excl", "max", "min", "sec", "est", "viz",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Sentences with white space folded, in order, at most <paramref name="most"/>.</summary>
    public static IEnumerable<string> Of(string text, int most)
    {
        var found = 0;
        foreach (var block in Blocks(text))
        {
            var start = 0;
            for (var at = 0; at < block.Length && found < most; at++)
            {
                if (!Ends(block, start, at, out var next))
                    continue;
                if (block[start..next].Trim() is { Length: > 0 } sentence)
                {
                    found++;
                    yield return sentence;
                }

                (start, at) = (next, next - 1);
            }

            if (found >= most)
                yield break;
            if (block[start..].Trim() is not { Length: > 0 } rest)
                continue;
            found++;
            yield return rest;
        }
    }

    /// <summary>Every run of white space as one space.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter))
                folded.Append(letter);
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        if (folded.Length > 0 && folded[^1] == ' ')
            folded.Length--;
        return folded.ToString();
    }

    private static IEnumerable<string> Blocks(string text)
    {
        var block = new StringBuilder();
        var before = "";
        foreach (var piece in text.Split('\n'))
        {
            var line = piece.Trim();
            if (block.Length > 0 && (line.Length == 0 || Alone(line) || AloneBefore(before)))
            {
                yield return Fold(block.ToString());
                block.Clear();
            }

            if (line.Length > 0)
                block.Append(line[Marker(line)..]).Append(' ');
            before = line;
        }

        if (block.Length > 0)
            yield return Fold(block.ToString());
    }

    private static bool Alone(string line) =>
        Marker(line) > 0 || line[0] is '#' or '|' or '>' or '<' or '{' or '}' || line.Contains('=', StringComparison.Ordinal)
        || IsSetting(line);

    private static bool AloneBefore(string line) =>
        line.Length > 0 && (line[^1] is ':' or ';' or '{' or '}' || line[0] is '#' or '|' || line.Contains('=', StringComparison.Ordinal)
            || IsSetting(line));

    private static bool IsSetting(string line) =>
        line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon && line.AsSpan(0, colon).IndexOf(' ') < 0;

    /// <summary>Length of a list's marker in front of a line: "- ", "* ", "• ", "1. ", "a) ".</summary>
    private static int Marker(string line)
    {
        if (line.Length > 1 && line[0] is '-' or '*' or '•' or '+' && line.Length > 1 && line[1] == ' ')
            return 2;
        var at = 0;
        while (at < line.Length && at < 3 && char.IsAsciiDigit(line[at]))
            at++;
        if (at == 0 && line.Length > 2 && char.IsAsciiLetter(line[0]) && line[1] == ')')
            at = 1;
        return at > 0 && at + 1 < line.Length && line[at] is '.' or ')' && line[at + 1] == ' ' ? at + 2 : 0;
    }

    private static bool Ends(string text, int start, int at, out int next)
    {
        next = at + 1;
        if (text[at] is not ('.' or '!' or '?' or '…' or '。'))
            return false;
        while (next < text.Length && text[next] is '.' or '!' or '?' or '"' or '\'' or ')' or ']' or '”' or '’' or '»')
            next++;
        if (next < text.Length && text[next] != ' ')
            return text[at] == '。';
        return text[at] != '.' || next >= text.Length || !Shortened(text, start, at, next);
    }

    private static bool Shortened(string text, int start, int at, int next)
    {
        var from = at;
        while (from > start && text[from - 1] != ' ' && text[from - 1] is not '(')
            from--;
        var word = text[from..at].ToLowerInvariant();
        if (word.Length is > 0 and < 3 && char.IsAsciiDigit(word[^1]) && next + 1 < text.Length && char.IsLower(text[next + 1]))
            return true;
        if (word.Length == 1 && char.IsLetter(text[from]) && word != "i")
            return true;
        // "etc." may end a sentence: what follows tells.
        return Short.Contains(word)
            && (word is not ("etc" or "inc" or "a.m" or "p.m" or "no") || next + 1 >= text.Length || !char.IsUpper(text[next + 1]));
    }
}
