namespace Tako.Reflexes.Secrets.Matching;

/// <summary>Check characters that providers put at the end of their tokens.</summary>
internal static class Checksums
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>
    /// Whether the last six letters are the CRC-32 of what stands between the first underscore and them, in base 62, as GitHub publishes
    /// it for its tokens and npm uses it too.
    /// </summary>
    public static bool Crc32Base62(ReadOnlySpan<char> token)
    {
        var body = token[(token.IndexOf('_') + 1)..];
        if (body.Length < 12)
            return false;
        var value = Crc32(body[..^6]);
        for (var index = 1; index <= 6; index++)
        {
            if (body[^index] != Base62[(int)(value % 62)])
                return false;
            value /= 62;
        }

        return true;
    }

    // The polynomial of ISO 3309, reflected; a token is short, so no table.
    private static uint Crc32(ReadOnlySpan<char> text)
    {
        var crc = uint.MaxValue;
        foreach (var letter in text)
        {
            crc ^= letter;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }

        return ~crc;
    }
}
