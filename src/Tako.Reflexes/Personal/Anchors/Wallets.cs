using Tako.Reflexes.Personal.Checks;

namespace Tako.Reflexes.Personal.Anchors;

/// <summary>Wallets of cryptocurrencies, by the checksum that each address carries.</summary>
internal static class Wallets
{
    /// <summary>Length of the shortest address.</summary>
    public const int Shortest = 26;

    /// <summary>Length of the longest.</summary>
    public const int Longest = 90;

    public static void Scan(in Scene scene, int start, int end)
    {
        var word = scene.Text[start..end];
        if (Letters.WordAt(scene.Text, start - 1) || Letters.WordAt(scene.Text, end))
            return;
        if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            Ethereum(scene, start, end);
        else if (word.Length <= 35 && IsBase58(word))
            scene.Add(start, end, CommonKinds.Wallet);
        else if (Prefix(word) is var prefix and > 0 && Bech32.Holds(word[..prefix], word[(prefix + 1)..]))
            scene.Add(start, end, CommonKinds.Wallet);
    }

    // Versions of Bitcoin, Litecoin, Dogecoin, Dash and Tron; of test networks, too.
    private static bool IsBase58(ReadOnlySpan<char> word) =>
        word[0] is '1' or '2' or '3' or 'L' or 'M' or 'D' or 'A' or '9' or 'X' or 'T' or 'm' or 'n'
        && Base58.Version(word) is 0x00 or 0x05 or 0x30 or 0x32 or 0x1e or 0x16 or 0x4c or 0x10 or 0x41 or 0x6f or 0xc4;

    private static int Prefix(ReadOnlySpan<char> word)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["bc", "tb", "ltc", "addr", "cosmos", "bcrt"])
        {
            if (word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && word[prefix.Length] == '1')
                return prefix.Length;
        }

        return 0;
    }

    private static void Ethereum(in Scene scene, int start, int end)
    {
        var digits = scene.Text[(start + 2)..end];
        if (digits.Length != 40)
            return;
        var (upper, lower) = (false, false);
        foreach (var digit in digits)
        {
            if (!Letters.IsHex(digit))
                return;
            upper |= Letters.IsCapital(digit);
            lower |= digit is >= 'a' and <= 'f';
        }

        // In one case there is no checksum: the length alone speaks.
        if (!upper || !lower)
            scene.Add(start, end, CommonKinds.Wallet, 0.7);
        else if (Checksummed(digits))
            scene.Add(start, end, CommonKinds.Wallet);
    }

    // EIP-55: a letter is a capital where the hash of the small letters has a high digit.
    private static bool Checksummed(ReadOnlySpan<char> digits)
    {
        Span<byte> small = stackalloc byte[40];
        Span<byte> hash = stackalloc byte[32];
        for (var index = 0; index < small.Length; index++)
            small[index] = (byte)char.ToLowerInvariant(digits[index]);
        Keccak.Hash(small, hash);
        for (var index = 0; index < small.Length; index++)
        {
            var high = (hash[index / 2] >> (index % 2 == 0 ? 4 : 0) & 0xf) >= 8;
            if (!Letters.IsDigit(digits[index]) && Letters.IsCapital(digits[index]) != high)
                return false;
        }

        return true;
    }
}
