using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Tako.Reflexes.Literals;

namespace Tako.Reflexes.Hidden;

/// <summary>Texts that stand encoded in a text: base64, hexadecimal and percent-encoded runs that decode to readable words.</summary>
internal static class Unrolled
{
    /// <summary>Encodings within encodings that are followed.</summary>
    public const int MaxDepth = 2;

    private const int LeastRun = 24;
    private const int MostRun = 16 * 1024;
    private const double Readable = 0.95;
    private static readonly bool[] Parts =
        [.. Enumerable.Range(0, 128).Select(static code => char.IsAsciiLetterOrDigit((char)code) || "+/=-_%".Contains((char)code))];

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The next encoded run from a place on, and what it says.</summary>
    public static bool TryNext(ReadOnlySpan<char> text, ref int from, out (int Start, int Length, string Text) found)
    {
        while ((from = LongRuns.Next(text, from, LeastRun)) < text.Length)
        {
            var (start, end) = (from, from);
            while (end < text.Length && IsPart(text[end]))
                end++;
            from = end + 1;
            if (end - start is >= LeastRun and <= MostRun && Decode(text[start..end]) is { } said)
            {
                found = (start, end - start, said);
                return true;
            }
        }

        (from, found) = (text.Length, default);
        return false;
    }

    private static bool IsPart(char letter) => letter < Parts.Length && Parts[letter];

    private static string? Decode(ReadOnlySpan<char> run)
    {
        if (run.Count('%') * 3 >= run.Length / 2)
            return Uri.UnescapeDataString(run.ToString()) is var plain && Says(Encoding.UTF8.GetBytes(plain)) ? plain : null;
        run = run.TrimEnd('=').TrimStart("-_/=+%");
        if (run.Contains('%') || run.Length < LeastRun)
            return null;
        // Most runs are long words and paths: they are told from encodings without taking memory.
        var bytes = ArrayPool<byte>.Shared.Rent(run.Length);
        var letters = ArrayPool<char>.Shared.Rent(run.Length + 3);
        try
        {
            var length = Decode(run, letters, bytes);
            return length > 0 && Says(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(letters);
        }
    }

    private static int Decode(ReadOnlySpan<char> run, char[] letters, byte[] bytes)
    {
        if (run.Length % 2 == 0 && !run.ContainsAnyExcept(Hexadecimal))
            return Convert.FromHexString(run, bytes, out _, out var decoded) == OperationStatus.Done ? decoded : 0;
        run.Replace(letters, '-', '+');
        letters.AsSpan(0, run.Length).Replace('_', '/');
        var length = run.Length;
        while (length % 4 != 0)
            letters[length++] = '=';
        return Convert.TryFromBase64Chars(letters.AsSpan(0, length), bytes, out var written) ? written : 0;
    }

    // Words, not noise: nearly all of it can be printed, and there are blanks in it.
    private static bool Says(ReadOnlySpan<byte> text)
    {
        var printable = 0;
        foreach (var letter in text)
            printable += letter is >= (byte)' ' and not 0x7f or (byte)'\n' or (byte)'\r' or (byte)'\t' ? 1 : 0;
        return printable >= text.Length * Readable && text.Contains((byte)' ') && Utf8.IsValid(text);
    }
}
