namespace Tako.Reflexes.Personal.Anchors;

/// <summary>Addresses of e-mail around an <c>@</c>.</summary>
internal static class Emails
{
    private const int LongestLocal = 64;

    /// <summary>Longest domain that is read; longer ones are cut.</summary>
    public const int LongestDomain = 120;

    public static void Scan(in Scene scene, int at)
    {
        var text = scene.Text;
        var from = at;
        while (from > 0 && at - from < LongestLocal && IsLocal(text[from - 1]))
            from--;
        while (from < at && text[from] is '.' or '-' or '\'' or '/' or '=' or '&' or '?' or '*' or '{' or '}' or '|')
            from++;
        // Before a pair like key=name@host or path/name@host stands no part of the address.
        var cut = text[from..at].LastIndexOfAny("/=&?*{}|");
        from += cut + 1;
        if (from == at || text[at - 1] == '.')
            return;
        var end = Hosts.End(text, at + 1, LongestDomain, out var top);
        if (end > at + 1 && top > at + 1 && Hosts.IsTop(text[top..end]))
            scene.Put(from, end, CommonKinds.Email, CommonKinds.Email.Score);
    }

    private static bool IsLocal(char letter) =>
        Letters.IsAlnum(letter) || letter is '.' or '_' or '%' or '+' or '-' or '\'' or '&' or '/' or '=' or '?' or '*' or '{' or '}' or '|' or '!' or '#'
            or '$' or '~' || (letter >= 128 && letter < 0x0E00 && char.IsLetter(letter));
}
