namespace Tako.Reflexes.Personal.Checks;

/// <summary>Bech32 (BIP 173) and Bech32m (BIP 350): a polynomial checksum over a prefix and five-bit letters.</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const uint Plain = 1;
    private const uint Modified = 0x2bc830a3;

    /// <summary>Whether prefix, the digit 1 and the rest are one sound address, all in one case.</summary>
    public static bool Holds(ReadOnlySpan<char> prefix, ReadOnlySpan<char> rest)
    {
        var check = 1u;
        foreach (var letter in prefix)
            check = Step(check, (uint)(letter | 0x20) >> 5);
        check = Step(check, 0);
        foreach (var letter in prefix)
            check = Step(check, (uint)(letter | 0x20) & 31);
        foreach (var letter in rest)
        {
            var value = letter < 128 ? Alphabet.IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal) : -1;
            if (value < 0)
                return false;
            check = Step(check, (uint)value);
        }

        return check is Plain or Modified;
    }

    private static uint Step(uint check, uint value)
    {
        var top = check >> 25;
        check = ((check & 0x1ffffff) << 5) ^ value;
        check ^= (top & 1) != 0 ? 0x3b6a57b2u : 0;
        check ^= (top & 2) != 0 ? 0x26508e6du : 0;
        check ^= (top & 4) != 0 ? 0x1ea119fau : 0;
        check ^= (top & 8) != 0 ? 0x3d4233ddu : 0;
        return check ^ ((top & 16) != 0 ? 0x2a1462b3u : 0);
    }
}
