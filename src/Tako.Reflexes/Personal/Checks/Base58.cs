using System.Security.Cryptography;

namespace Tako.Reflexes.Personal.Checks;

/// <summary>Base58Check, as wallets of Bitcoin and its kin use it: 21 bytes and four of a double SHA-256.</summary>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>The version byte of a sound address, or -1.</summary>
    public static int Version(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[25];
        bytes.Clear();
        foreach (var letter in text)
        {
            var carry = letter < 128 ? Alphabet.IndexOf(letter, StringComparison.Ordinal) : -1;
            if (carry < 0)
                return -1;
            for (var index = bytes.Length - 1; index >= 0; index--)
            {
                carry += bytes[index] * 58;
                bytes[index] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
                return -1;
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[21..]) ? bytes[0] : -1;
    }
}
