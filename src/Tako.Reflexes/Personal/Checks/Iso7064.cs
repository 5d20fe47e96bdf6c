namespace Tako.Reflexes.Personal.Checks;

/// <summary>The check characters of ISO/IEC 7064.</summary>
internal static class Iso7064
{
    /// <summary>Mod 11,10: digits alone, the last is the check digit.</summary>
    public static bool Mod11And10(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (digit - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[^1] - '0';
    }

    /// <summary>Mod 11-2: the last character may be an X for 10.</summary>
    public static bool Mod11And2(ReadOnlySpan<char> value)
    {
        var check = 0;
        foreach (var digit in value[..^1])
            check = (check + (digit - '0')) * 2 % 11;
        check = (12 - check) % 11;
        return value[^1] == (check == 10 ? 'X' : (char)('0' + check));
    }

    /// <summary>What is left of a value after a division by 97; letters count 10 to 35.</summary>
    public static int Mod97(ReadOnlySpan<char> value, int before = 0)
    {
        var rest = before;
        foreach (var letter in value)
            rest = Letters.IsDigit(letter) ? ((rest * 10) + (letter - '0')) % 97 : ((rest * 100) + (letter | 0x20) - 'a' + 10) % 97;
        return rest;
    }
}
