using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Tako.Reflexes.Secrets.Matching;

namespace Tako.Reflexes.Secrets;

/// <summary>Values that look like secrets and are none, as a user says.</summary>
internal sealed class AllowedSecrets
{
    private readonly string[] _patterns;
    private readonly HashSet<string> _hashes = new(StringComparer.OrdinalIgnoreCase);

    private AllowedSecrets(SecretsOptions options)
    {
        _patterns = [.. options.Allowed];
        if (_patterns.FirstOrDefault(static pattern => pattern.Trim('*', '?').Length == 0) is { } all)
        {
            throw new ArgumentException($"The allowed secret '{all}' would allow every value; give letters of the value beside * and ?.",
                nameof(options));
        }

        foreach (var hash in options.AllowedHashes)
        {
            if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))
            {
                throw new ArgumentException($"The allowed hash '{hash}' is no SHA-256; give 64 hexadecimal digits.",
                    nameof(options));
            }

            _hashes.Add(hash);
        }
    }

    /// <summary>Null where nothing is allowed.</summary>
    public static AllowedSecrets? Of(SecretsOptions? options) =>
        options is null or { Allowed.Count: 0, AllowedHashes.Count: 0 } ? null : new AllowedSecrets(options);

    /// <summary>Takes the matches out that are allowed.</summary>
    public void Pass(ReadOnlySpan<char> text, SecretPass pass)
    {
        for (var index = pass.Count - 1; index >= 0; index--)
        {
            var match = pass.All[index];
            if (Holds(text[match.Start..match.End]))
                pass.Drop(index);
        }
    }

    private bool Holds(ReadOnlySpan<char> value)
    {
        foreach (var pattern in _patterns)
        {
            if (Fits(value, pattern))
                return true;
        }

        return _hashes.Count > 0 && _hashes.Contains(Hash(value));
    }

    private static string Hash(ReadOnlySpan<char> value)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(value, bytes);
            return Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    // Each star takes as few letters as it can; only the last one is ever tried again.
    private static bool Fits(ReadOnlySpan<char> value, ReadOnlySpan<char> pattern)
    {
        var (at, from, star, mark) = (0, 0, -1, 0);
        while (at < value.Length)
        {
            if (from < pattern.Length && pattern[from] == '*')
            {
                (star, mark) = (from++, at);
            }
            else if (from < pattern.Length && (pattern[from] == '?' || pattern[from] == value[at]))
            {
                at++;
                from++;
            }
            else if (star >= 0)
            {
                (from, at) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern[from..].TrimStart('*').Length == 0;
    }
}
