using System.Buffers;

namespace Tako.Reflexes.Personal.Anchors;

/// <summary>URLs around <c>://</c>, and those that carry a password.</summary>
internal static class Urls
{
    /// <summary>Longest part of a URL that is one finding; a longer one is cut.</summary>
    public const int Longest = 180;

    private const int LongestScheme = 12;

    // Blanks, quotes and brackets that end a URL in running text.
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>{}|\\^\u00a0");

    public static void Scan(in Scene scene, int colon)
    {
        var text = scene.Text;
        var from = colon;
        while (from > 0 && colon - from < LongestScheme && (Letters.IsAlnum(text[from - 1]) || text[from - 1] is '+' or '-'))
            from--;
        while (from < colon && !Letters.IsLetter(text[from]))
            from++;
        if (colon - from < 2)
            return;
        var end = End(text, colon + 3, from + Longest);
        var authority = text[(colon + 3)..end];
        if (authority.IndexOfAny("/?#") is var slash and >= 0)
            authority = authority[..slash];
        if (authority.Length == 0)
            return;
        if (authority.LastIndexOf('@') is var at and > 0 && authority[..at].IndexOf(':') is var split and >= 0 && split + 1 < at)
            scene.Put(from, end, CommonKinds.UrlCredentials, CommonKinds.UrlCredentials.Score);
        else if (IsWeb(text[from..colon]) && IsHost(authority))
            scene.Put(from, end, CommonKinds.Url, CommonKinds.Url.Score);
    }

    /// <summary>Where a URL that is read from here ends; closing marks of the sentence are not its own.</summary>
    public static int End(ReadOnlySpan<char> text, int start, int limit)
    {
        limit = Math.Min(text.Length, limit);
        if (start >= limit)
            return Math.Min(start, text.Length);
        var rest = text[start..limit];
        if (rest.IndexOfAny(Ends) is var length and >= 0)
            rest = rest[..length];
        // Scripts that put no blanks between words follow a URL directly.
        if (rest.IndexOfAnyInRange('\u0e00', '\uffff') is var other and >= 0)
            rest = rest[..other];
        var end = start + rest.Length;
        while (end > start)
        {
            var last = text[end - 1];
            if (last is ')' or ']' && text[start..end].Contains(last == ')' ? '(' : '['))
                break;
            if (last is not ('.' or ',' or ';' or ':' or '!' or '?' or ')' or ']' or '*' or '_'))
                break;
            end--;
        }

        return end;
    }

    // A host with a dot, or an address; localhost and the names of services inside a cluster are nobody's.
    private static bool IsHost(ReadOnlySpan<char> authority) =>
        authority[0] == '[' || (authority.IndexOf('.') is var dot and > 0 && dot + 1 < authority.Length);

    private static bool IsWeb(ReadOnlySpan<char> scheme) =>
        scheme.Equals("https", StringComparison.OrdinalIgnoreCase) || scheme.Equals("http", StringComparison.OrdinalIgnoreCase)
        || scheme.Equals("ftp", StringComparison.OrdinalIgnoreCase) || scheme.Equals("ftps", StringComparison.OrdinalIgnoreCase)
        || scheme.Equals("sftp", StringComparison.OrdinalIgnoreCase) || scheme.Equals("wss", StringComparison.OrdinalIgnoreCase)
        || scheme.Equals("ws", StringComparison.OrdinalIgnoreCase);
}
