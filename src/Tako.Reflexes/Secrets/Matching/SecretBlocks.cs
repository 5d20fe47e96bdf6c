using System.Buffers;
using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>Private keys that span lines: PEM (also OpenSSH and PGP) and PuTTY.</summary>
internal static class SecretBlocks
{
    public const string Start = "-----BEGIN";
    public const string PuttyStart = "Private-Lines:";

    /// <summary>Longest rest of a line after <see cref="Start"/> or after "-----END".</summary>
    private const int Head = 40;
    private const string Dashes = "-----";

    // What may stand in a block, also where it is quoted in code: no bar, no brace, no dash.
    private static readonly SearchValues<char> Body = SearchValues.Create(SecretLetters.Alphanumeric + "+/=\r\n\\ \t\"',:.()@>");
    private static readonly SearchValues<char> Base64 = SearchValues.Create(SecretLetters.Alphanumeric + "+/=");

    /// <summary>Where the private key whose block begins at <paramref name="at"/> ends, or 0.</summary>
    public static int Key(ReadOnlySpan<char> text, int at, int window)
    {
        var rest = text[at..Math.Min(text.Length, at + window)];
        if (!rest.StartsWith(Start, StringComparison.Ordinal) || Name(rest) is not (> 0 and var start) || !IsKey(rest[start..]))
            return 0;
        var end = at + start + Run(text[(at + start)..], SecretLimits.Block, true);
        return Marker(text, end);
    }

    /// <summary>Where the private part of a PuTTY key ends, whose "Private-Lines:" stands at <paramref name="at"/>, or 0.</summary>
    public static int Putty(ReadOnlySpan<char> text, int at, int window)
    {
        var rest = text[at..Math.Min(text.Length, at + window)];
        if (!rest.StartsWith(PuttyStart, StringComparison.Ordinal) || !IsKey(rest[PuttyStart.Length..]))
            return 0;
        var end = at + PuttyStart.Length + Run(text[(at + PuttyStart.Length)..], SecretLimits.Block, false);
        return end;
    }

    /// <summary>Whether too little of a block that begins at <paramref name="at"/> is there to tell what it is.</summary>
    public static bool IsUndecided(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..];
        return rest.Length < SecretLimits.Window && (rest.Length < Start.Length + Head || rest[0] != '-' || Name(rest) > 0);
    }

    private static int Name(ReadOnlySpan<char> rest)
    {
        var name = rest[..Math.Min(rest.Length, Start.Length + Head)].IndexOf("PRIVATE KEY");
        if (name < 0)
            return 0;
        var dashes = rest[name..].IndexOf(Dashes);
        return dashes is < 0 or > 20 ? 0 : name + dashes + Dashes.Length;
    }

    // A block without a body is a template, or the code that looks for one.
    private static bool IsKey(ReadOnlySpan<char> rest)
    {
        var body = rest[..Run(rest, rest.Length, true)];
        if (body.Length < 40 || SecretLetters.Disorder(body) < 3.5)
            return false;
        for (var from = 0; from < body.Length;)
        {
            var length = body[from..].IndexOfAnyExcept(Base64);
            length = length < 0 ? body.Length - from : length;
            if (length >= 24 && SecretLetters.HasDenseRun(body.Slice(from, length), 4))
                return true;
            from += length + 1;
        }

        return false;
    }

    /// <summary>How far the letters of a block go; a lone dash belongs to it where a head names things, such as "DEK-Info".</summary>
    private static int Run(ReadOnlySpan<char> text, int most, bool heads)
    {
        text = text[..Math.Min(text.Length, most)];
        for (var from = 0; ;)
        {
            var length = text[from..].IndexOfAnyExcept(Body);
            if (length < 0)
                return text.Length;
            from += length;
            if (!heads || text[from] != '-' || text[from..].StartsWith("--", StringComparison.Ordinal)
                || from + 1 == text.Length || from > 200)
                return from;
            from++;
        }
    }

    /// <summary>The end of the marker that closes a block, as much of it as is there.</summary>
    private static int Marker(ReadOnlySpan<char> text, int end)
    {
        var rest = text[end..Math.Min(text.Length, end + Head + 15)];
        const string Close = "-----END";
        if (!rest.StartsWith(Close, StringComparison.Ordinal))
            return end + rest.Length == text.Length && Close.AsSpan().StartsWith(rest, StringComparison.Ordinal) ? text.Length : end;
        var last = rest[Close.Length..].IndexOf(Dashes);
        if (last >= 0)
            return end + Close.Length + last + Dashes.Length;
        // Cut within the marker: all that is there belongs to it.
        return rest.Length < Head + 15 ? text.Length : end;
    }
}
