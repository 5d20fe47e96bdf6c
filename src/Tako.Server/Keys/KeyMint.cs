using System.Security.Cryptography;
using System.Text;
using Tako.Core.Identity;

namespace Tako.Server.Keys;

/// <summary>
/// Makes keys and takes their hashes. A key has 40 characters of chance, 238 bits, so a plain SHA-256 is enough at rest:
/// a slow derivation is for secrets that people choose, which can be guessed one by one, and would only slow every request.
/// </summary>
/// <param name="chance">Must be cryptographic.</param>
public sealed class KeyMint(IdSource ids, Random chance)
{
    private const string Prefix = "tako-";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Characters = 40;
    private const int HintCharacters = 4;

    /// <summary>Longer texts are no keys of ours.</summary>
    private const int Longest = 128;

    internal (string Id, string Key) Make()
    {
        var key = new StringBuilder(Prefix, Prefix.Length + Characters);
        Span<byte> bytes = stackalloc byte[64];
        while (key.Length < Prefix.Length + Characters)
        {
            chance.NextBytes(bytes);
            foreach (var value in bytes)
            {
                // Values beyond the last whole turn of the alphabet would favour its beginning.
                if (value < 256 / Alphabet.Length * Alphabet.Length && key.Length < Prefix.Length + Characters)
                    key.Append(Alphabet[value % Alphabet.Length]);
            }
        }

        CryptographicOperations.ZeroMemory(bytes);
        return (ids.NewShort("k"), key.ToString());
    }

    internal static string Hint(string key) => $"…{key[^HintCharacters..]}";

    /// <summary>False for a text that cannot be a key.</summary>
    internal static bool TryHash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        if (key.Length is 0 or > Longest)
            return false;
        Span<byte> bytes = stackalloc byte[Longest * 3];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        return true;
    }
}
