namespace Tako.Reflexes.Literals;

/// <summary>Reads one letter of a text, written plainly or in an escape of JSON, C, URLs or HTML.</summary>
internal static class EscapedLetter
{
    /// <summary>Longest escape that is read.</summary>
    public const int MaxLength = 12;

    private const int MaxDigits = 7;
    private const int MaxName = 8;

    /// <summary>The letter and the characters it takes; a length of 0 where the text ends within an escape. Line breaks and named
    /// letters of HTML, which are never letters of ASCII, come as a space.</summary>
    public static (char Letter, int Length) Next(ReadOnlySpan<char> text) => text[0] switch
    {
        '\\' => Backslash(text),
        '%' => Hex(text, 1, 2),
        '&' => Entity(text),
        var letter => (letter, 1),
    };

    private static (char Letter, int Length) Backslash(ReadOnlySpan<char> text)
    {
        if (text.Length == 1)
            return default;
        return text[1] switch
        {
            'n' or 'r' or 't' => (' ', 2),
            'u' => Hex(text, 2, 4),
            'x' => Hex(text, 2, 2),
            _ => ('\\', 1),
        };
    }

    private static (char Letter, int Length) Hex(ReadOnlySpan<char> text, int from, int digits)
    {
        var value = 0;
        for (var index = from; index < from + digits; index++)
        {
            if (index == text.Length)
                return default;
            if (DigitOf(text[index], 16) is not (>= 0 and var digit))
                return (text[0], 1);
            value = (value << 4) | digit;
        }

        return ((char)value, from + digits);
    }

    private static (char Letter, int Length) Entity(ReadOnlySpan<char> text)
    {
        var at = 1;
        if (at == text.Length)
            return default;
        if (text[at] != '#')
            return Named(text);
        at++;
        if (at == text.Length)
            return default;
        var numbers = text[at] is 'x' or 'X' ? 16 : 10;
        at += numbers == 16 ? 1 : 0;
        var (value, digits) = (0, 0);
        for (; digits < MaxDigits; digits++, at++)
        {
            if (at == text.Length)
                return default;
            if (DigitOf(text[at], numbers) is not (>= 0 and var digit))
                break;
            value = (value * numbers) + digit;
        }

        if (digits == 0)
            return ('&', 1);
        if (at == text.Length)
            return default;
        return (value <= char.MaxValue ? (char)value : ' ', text[at] == ';' ? at + 1 : at);
    }

    private static (char Letter, int Length) Named(ReadOnlySpan<char> text)
    {
        for (var at = 1; at <= MaxName + 1; at++)
        {
            if (at == text.Length)
                return default;
            if (text[at] == ';' && at > 1)
                return (' ', at + 1);
            if (!char.IsAsciiLetter(text[at]))
                break;
        }

        return ('&', 1);
    }

    private static int DigitOf(char letter, int numbers)
    {
        var digit = letter switch
        {
            >= '0' and <= '9' => letter - '0',
            >= 'a' and <= 'f' => letter - 'a' + 10,
            >= 'A' and <= 'F' => letter - 'A' + 10,
            _ => -1,
        };
        return digit < numbers ? digit : -1;
    }
}
