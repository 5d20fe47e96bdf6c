using System.Text;

namespace Tako.Reflexes.Taint;

/// <summary>
/// A text as its words, in lower case and with one space around each, so that a value is found in it as whole words however it is
/// quoted, escaped or punctuated. Numbers lose what does not change them: separators of thousands and a fraction of zeros.
/// </summary>
internal static class WordText
{
    public static string Of(ReadOnlySpan<char> text)
    {
        var words = new StringBuilder(text.Length + 2).Append(' ');
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '\\' && at + 1 < text.Length && text[at + 1] is 'n' or 'r' or 't')
            {
                at++;
                Space(words);
            }
            else if (char.IsAsciiDigit(letter))
            {
                at = Number(text, at, words) - 1;
            }
            else if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                words.Append(char.ToLowerInvariant(letter));
            }
            else
            {
                Space(words);
            }
        }

        Space(words);
        return words.ToString();
    }

    /// <summary>Appends the digits that begin here and says where they end.</summary>
    private static int Number(ReadOnlySpan<char> text, int at, StringBuilder words)
    {
        for (; at < text.Length && (char.IsAsciiDigit(text[at]) || IsThousands(text, at)); at++)
        {
            if (text[at] != ',')
                words.Append(text[at]);
        }

        if (at >= text.Length || text[at] != '.')
            return at;
        var zeros = text[(at + 1)..].IndexOfAnyExcept('0') is var length and >= 0 ? length : text.Length - at - 1;
        var end = at + 1 + zeros;
        return zeros > 0 && (end == text.Length || !char.IsLetterOrDigit(text[end])) && !(end + 1 < text.Length && text[end] == '.'
            && char.IsAsciiDigit(text[end + 1])) ? end : at;
    }

    private static bool IsThousands(ReadOnlySpan<char> text, int at) =>
        text[at] == ',' && at > 0 && at + 3 < text.Length && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1])
        && char.IsAsciiDigit(text[at + 2]) && char.IsAsciiDigit(text[at + 3])
        && (at + 4 == text.Length || !char.IsAsciiDigit(text[at + 4]));

    private static void Space(StringBuilder words)
    {
        if (words[^1] != ' ')
            words.Append(' ');
    }
}
