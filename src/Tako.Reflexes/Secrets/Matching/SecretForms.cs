using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>Forms with a structure of their own: JSON web tokens, and passwords in URLs.</summary>
internal static class SecretForms
{
    /// <summary>Most characters of the user in a URL.</summary>
    private const int MostUser = 100;

    /// <summary>
    /// Where the token that starts at <paramref name="at"/> ends, or 0. RFC 7519: three parts, the first of which is a JSON object with
    /// "alg"; that is decoded.
    /// </summary>
    public static int JsonWebToken(ReadOnlySpan<char> text, int at, int window)
    {
        if (!text[at..].StartsWith("eyJ", StringComparison.Ordinal) || !SecretLetters.StartsWord(text, at))
            return 0;
        var whole = Run(text[at..], SecretLimits.Token);
        var seen = whole[..Math.Min(whole.Length, window)];
        var first = seen.IndexOf('.');
        var head = first < 0 ? seen : seen[..first];
        // A header too long for the window must go on after it.
        if (head.Length < 12 || (first < 0 && seen.Length < window) || !HasAlgorithm(head))
            return 0;
        if (first >= 0)
        {
            var payload = seen[(first + 1)..];
            var second = payload.IndexOf('.');
            if (second < 0 ? seen.Length < window : second < 8 || (payload.Length - second - 1 < 16 && seen.Length < window))
                return 0;
        }

        return at + whole.TrimEnd('.').Length;
    }

    /// <summary>Start and end of the password in the URL whose "://" stands at <paramref name="at"/>; 0 and 0 where it has none.</summary>
    public static (int Start, int End) UrlPassword(ReadOnlySpan<char> text, int at, int window)
    {
        var rest = text[(at + 3)..];
        rest = rest[..Math.Min(rest.Length, window)];
        var end = rest.IndexOfAny(SecretLetters.Breaks);
        if (end >= 0)
            rest = rest[..end];
        end = rest.IndexOfAny("/?#'\\,;()");
        if (end >= 0)
            rest = rest[..end];
        var host = rest.LastIndexOf('@');
        var colon = rest.IndexOf(':');
        if (host < 0 || colon is < 0 or > MostUser || host - colon - 1 is < 6 or > 200)
            return default;
        var password = rest[(colon + 1)..host];
        if (password.IndexOfAny("${}*[]") >= 0 || SecretLetters.Disorder(password) < 2.2 || Placeholders.Holds(password))
            return default;
        return (at + 3 + colon + 1, at + 3 + host);
    }

    private static bool HasAlgorithm(ReadOnlySpan<char> head)
    {
        Span<char> decoded = stackalloc char[SecretLimits.Window];
        var length = EncodedRuns.DecodeBase64(head, decoded);
        return length > 6 && decoded[..length].IndexOf("\"alg\"") > 0;
    }

    private static ReadOnlySpan<char> Run(ReadOnlySpan<char> text, int most)
    {
        text = text[..Math.Min(text.Length, most)];
        var end = text.IndexOfAnyExcept(Dotted);
        return end < 0 ? text : text[..end];
    }

    private static readonly System.Buffers.SearchValues<char> Dotted =
        System.Buffers.SearchValues.Create(SecretLetters.Alphanumeric + "-_.");
}
