namespace Tako.Reflexes.Personal.Checks;

/// <summary>The check digit of ISO/IEC 7812: every second digit from the right counts twice.</summary>
internal static class Luhn
{
    public static bool Holds(ReadOnlySpan<char> digits) => Sum(digits) % 10 == 0;

    /// <summary>The sum, with a part before the digits already added.</summary>
    public static int Sum(ReadOnlySpan<char> digits, int before = 0)
    {
        var sum = before;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)] - '0';
            if ((index & 1) == 1)
                digit = digit > 4 ? (2 * digit) - 9 : 2 * digit;
            sum += digit;
        }

        return sum;
    }
}
