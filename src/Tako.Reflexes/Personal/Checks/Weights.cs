namespace Tako.Reflexes.Personal.Checks;

/// <summary>Sums of digits, each times a weight of its place.</summary>
internal static class Weights
{
    /// <summary>The sum over as many digits as there are weights.</summary>
    public static int Sum(ReadOnlySpan<char> digits, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var index = 0; index < weights.Length; index++)
            sum += (digits[index] - '0') * weights[index];
        return sum;
    }

    /// <summary>The sum of the digits of each product.</summary>
    public static int CrossSum(ReadOnlySpan<char> digits, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var index = 0; index < weights.Length; index++)
        {
            var product = (digits[index] - '0') * weights[index];
            sum += (product / 10) + (product % 10);
        }

        return sum;
    }

    public static int Digit(ReadOnlySpan<char> value, int index) => value[index] - '0';

    /// <summary>Whether all characters are the same: such values are placeholders.</summary>
    public static bool Uniform(ReadOnlySpan<char> value) => value.IndexOfAnyExcept(value[0]) < 0;
}
