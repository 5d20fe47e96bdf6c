namespace Tako.Core.Text;

/// <summary>Letters as n-grams see them: lower case, every digit as 0, every white space and control character as a space.</summary>
public static class TextFold
{
    private const int WordBit = 1 << 16;

    private static readonly int[] Ascii = [.. Enumerable.Range(0, 128).Select(static code => Slow((char)code) | (IsWord(Slow((char)code))
        ? WordBit : 0))];

    public static char Of(char letter) => (char)Classed(letter);

    /// <summary>The folded letter, and above its sixteen bits one that tells whether it belongs to a word.</summary>
    internal static int Classed(char letter)
    {
        var ascii = Ascii;
        return letter < ascii.Length ? ascii[letter] : Slow(letter) | (IsWord(Slow(letter)) ? WordBit : 0);
    }

    /// <summary>Whether a folded letter belongs to a word.</summary>
    public static bool IsWord(char folded) => folded < 128 ? folded is >= 'a' and <= 'z' or '0' : char.IsLetterOrDigit(folded)
        || IsMark(folded);

    private static char Slow(char letter)
    {
        if (letter < ' ' || char.IsWhiteSpace(letter))
            return ' ';
        return char.IsDigit(letter) ? '0' : char.ToLowerInvariant(letter);
    }

    // Vowel signs of Indic scripts stand inside words.
    private static bool IsMark(char letter) => char.GetUnicodeCategory(letter)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
