using System.Text;

namespace Tako.Reflexes.Hidden;

/// <summary>Texts that stand encoded in a text: base64, hexadecimal and percent-encoded runs that decode to readable words.</summary>
internal static class Unrolled
{
    /// <summary>Encodings within encodings that are followed.</summary>
    public const int MaxDepth = 2;

    private const int LeastRun = 24;
    private const int MostRun = 16 * 1024;
    private const double Readable = 0.95;

    /// <summary>The next encoded run from a place on, and what it says.</summary>
    public static bool TryNext(ReadOnlySpan<char> text, ref int from, out (int Start, int Length, string Text) found)
    {
        // One character in so many tells of most places that no run of that length is there.
        for (var at = from + LeastRun - 1; at < text.Length; at += LeastRun)
        {
            if (!IsPart(text[at]))
                continue;
            var start = at;
            while (start > from && IsPart(text[start - 1]))
                start--;
            var end = at + 1;
            while (end < text.Length && IsPart(text[end]))
                end++;
            from = at = end;
            if (end - start is >= LeastRun and <= MostRun && Decode(text[start..end]) is { } said)
            {
                found = (start, end - start, said);
                return true;
            }
        }

        (from, found) = (text.Length, default);
        return false;
    }

    private static bool IsPart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/' or '=' or '-' or '_' or '%';

    private static string? Decode(ReadOnlySpan<char> run)
    {
        if (run.Count('%') * 3 >= run.Length / 2)
            return Said(Uri.UnescapeDataString(run.ToString()));
        run = run.TrimEnd('=').TrimStart("-_/=+%");
        if (run.Contains('%') || run.Length < LeastRun)
            return null;
        if (run.Length % 2 == 0 && !run.ContainsAnyExcept("0123456789abcdefABCDEF"))
            return Said(Encoding.UTF8.GetString(Convert.FromHexString(run)));
        var padded = run.ToString().Replace('-', '+').Replace('_', '/') + new string('=', (4 - (run.Length % 4)) % 4);
        Span<byte> bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? Said(Encoding.UTF8.GetString(bytes[..length])) : null;
    }

    // Words, not noise: nearly all of it can be printed, and there are blanks in it.
    private static string? Said(string text)
    {
        var printable = text.Count(static letter => letter is >= ' ' and not '\uFFFD' and not '\x7f' or '\n' or '\r' or '\t');
        return printable >= text.Length * Readable && text.Contains(' ') ? text : null;
    }
}
