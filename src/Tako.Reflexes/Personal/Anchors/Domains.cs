namespace Tako.Reflexes.Personal.Anchors;

/// <summary>Names of hosts that stand alone, without a scheme, around a dot.</summary>
internal static class Domains
{
    public static void Scan(in Scene scene, int dot)
    {
        var text = scene.Text;
        var from = dot;
        while (from > 0 && dot - from < 64 && (Hosts.IsLabel(text[from - 1]) || text[from - 1] == '-'))
            from--;
        // A later dot of the same name, the host of an address or URL, a file's path, or a member of something.
        if (Letters.At(text, from - 1) is '.' or '@' or '/' or '\\' or '_' or ':' or '$' or '#' or '=' or '~' or '-')
            return;
        while (from < dot && text[from] == '-')
            from++;
        var end = Hosts.End(text, from, Emails.LongestDomain, out var top);
        if (top <= dot || Letters.At(text, end) is '@' or '(' or '_' or '=' or '\\' or '-' or '[')
            return;
        var host = text[from..end];
        var label = text[top..end];
        var standing = TopDomains.Of(label);
        if (standing == TopDomain.None || (Letters.IsCapital(label[^1]) && Letters.IsLetter(host[0]) && !Letters.IsCapital(host[0])))
            return;
        var sure = host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && host.Count('.') > 1;
        if (Letters.At(text, end) == '/' && Letters.AlnumAt(text, end + 1))
            end = Urls.End(text, end, from + Urls.Longest);
        var score = sure ? 0.85 : standing == TopDomain.Ambiguous || Letters.IsCapital(label[0]) ? 0.25 : 0.6;
        scene.Put(from, end, CommonKinds.Url, host.Count('.') > 1 && !sure && standing == TopDomain.Ambiguous ? 0.4 : score);
    }
}
