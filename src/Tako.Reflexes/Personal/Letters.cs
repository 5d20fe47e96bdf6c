namespace Tako.Reflexes.Personal;

/// <summary>What counts as a part of a word: where a value may begin and end.</summary>
internal static class Letters
{
    public static bool IsDigit(char letter) => (uint)(letter - '0') <= 9;

    public static bool IsLetter(char letter) => (uint)((letter | 0x20) - 'a') <= 25;

    public static bool IsCapital(char letter) => (uint)(letter - 'A') <= 25;

    public static bool IsAlnum(char letter) => IsDigit(letter) || IsLetter(letter);

    public static bool IsHex(char letter) => IsDigit(letter) || (uint)((letter | 0x20) - 'a') <= 5;

    /// <summary>
    /// Letters of scripts that put blanks between words; a number may stand right beside a Thai, Chinese or Korean one.
    /// </summary>
    public static bool IsWord(char letter) =>
        IsAlnum(letter) || letter == '_' || (letter is >= (char)0xAA and < (char)0x0E00 && char.IsLetter(letter));

    public static bool WordAt(ReadOnlySpan<char> text, int index) => (uint)index < (uint)text.Length && IsWord(text[index]);

    public static bool DigitAt(ReadOnlySpan<char> text, int index) => (uint)index < (uint)text.Length && IsDigit(text[index]);

    public static bool AlnumAt(ReadOnlySpan<char> text, int index) => (uint)index < (uint)text.Length && IsAlnum(text[index]);

    public static char At(ReadOnlySpan<char> text, int index) => (uint)index < (uint)text.Length ? text[index] : '\0';

    /// <summary>The number that digits say; the caller has seen that they are digits, nine at most.</summary>
    public static int Number(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = (value * 10) + (digit - '0');
        return value;
    }
}
