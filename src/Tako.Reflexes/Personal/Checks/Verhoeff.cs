namespace Tako.Reflexes.Personal.Checks;

/// <summary>The check digit of Verhoeff (1969), over the dihedral group of ten elements.</summary>
internal static class Verhoeff
{
    private static ReadOnlySpan<byte> Permutation => [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

    public static bool Holds(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)] - '0';
            for (var times = index % 8; times > 0; times--)
                digit = Permutation[digit];
            check = Multiply(check, digit);
        }

        return check == 0;
    }

    // 0 to 4 are turns of a pentagon, 5 to 9 turns after a reflection.
    private static int Multiply(int left, int right) => (left < 5, right < 5) switch
    {
        (true, true) => (left + right) % 5,
        (true, false) => ((left + right) % 5) + 5,
        (false, true) => ((left - right) % 5) + 5,
        (false, false) => (left - right + 5) % 5,
    };
}
