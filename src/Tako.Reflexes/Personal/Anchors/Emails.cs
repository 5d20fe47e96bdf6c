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
        while (from < at && text[from] is '.' or '-' or '\'')
            from++;
        if (from == at || text[at - 1] == '.')
            return;
        var end = Hosts.End(text, at + 1, LongestDomain, out var top);
        if (end > at + 1 && top > at + 1 && Hosts.IsTop(text[top..end]))
            scene.Put(from, end, CommonKinds.Email, CommonKinds.Email.Score);
    }

    private static bool IsLocal(char letter) =>
        Hosts.IsLabel(letter) || letter is '.' or '_' or '%' or '+' or '-' or '\'' or '&' or '!' or '#' or '~';
}
