namespace Tako.Reflexes.Personal.Anchors;

/// <summary>IPv4 and IPv6 addresses, written as RFC 4291 says.</summary>
internal static class IpAddresses
{
    private const int Longest = 45;

    /// <summary>Four octets that begin here.</summary>
    public static void Four(in Scene scene, int start)
    {
        var text = scene.Text;
        var two = Letters.At(text, start - 2);
        if (Letters.WordAt(text, start - 1)
            || (Letters.At(text, start - 1) is '.' or ':' && (Letters.IsHex(two) || two == ':'))
            || (Letters.At(text, start - 1) == '-' && Letters.IsAlnum(two)))
            return;
        var end = Octets(text, start);
        if (end < 0 || Letters.WordAt(text, end) || (Letters.At(text, end) == '.' && Letters.DigitAt(text, end + 1)))
            return;
        var whole = Prefixed(text, end, 32);
        if (IsNobodys(text[start..end]))
            scene.Put(start, whole, CommonKinds.Ip, 0.3);
        else
            Found(scene, start, whole, CommonKinds.Ip.Score);
    }

    // Of every machine, or of public resolvers: no context makes these personal.
    private static bool IsNobodys(ReadOnlySpan<char> address) =>
        address.StartsWith("127.") || address is "0.0.0.0" or "255.255.255.255" or "1.2.3.4" or "1.1.1.1" or "8.8.8.8" or "8.8.4.4";

    /// <summary>An address around its first colon.</summary>
    public static void Six(in Scene scene, int colon)
    {
        var text = scene.Text;
        var before = Letters.At(text, colon - 1);
        var after = Letters.At(text, colon + 1);
        if (after != ':' && !(Letters.IsHex(before) && Letters.IsHex(after)))
            return;
        var start = colon;
        while (start > 0 && colon - start < 5 && Letters.IsHex(text[start - 1]))
            start--;
        if (colon - start > 4 || Letters.WordAt(text, start - 1) || Letters.At(text, start - 1) is ':' or '.' || Index(text, start))
            return;
        var end = Read(text, start, out var groups);
        if (end < 0)
            return;
        var telling = text[start..end].ContainsAnyInRange('0', '9') || groups > 3;
        Found(scene, start, Prefixed(text, end, 128), groups > 3 ? 0.85 : telling ? 0.45 : 0.1);
    }

    // In a[::2] and std::vector[1::3] the colons slice.
    private static bool Index(ReadOnlySpan<char> text, int start) =>
        Letters.At(text, start - 1) == '[' && (Letters.WordAt(text, start - 2) || Letters.At(text, start - 2) is ')' or ']');

    private static int Read(ReadOnlySpan<char> text, int start, out int groups)
    {
        groups = 0;
        var (place, gap, end) = (start, false, -1);
        if (text[place] == ':')
        {
            if (Letters.At(text, place + 1) != ':')
                return -1;
            (place, gap, end) = (place + 2, true, place + 2);
        }

        while (place < text.Length && place - start < Longest && Letters.IsHex(text[place]))
        {
            var from = place;
            while (place < text.Length && place - from < 5 && Letters.IsHex(text[place]))
                place++;
            if (Letters.At(text, place) == '.' && Letters.DigitAt(text, place + 1))
            {
                groups += 2;
                place = Octets(text, from);
                return place > 0 && Whole(text, place, groups, gap) ? place : -1;
            }

            if (place - from > 4)
                return -1;
            groups++;
            end = place;
            if (Letters.At(text, place) != ':')
                break;
            if (Letters.At(text, place + 1) == ':')
            {
                if (gap)
                    return -1;
                (gap, place, end) = (true, place + 2, place + 2);
            }
            else
            {
                place++;
            }
        }

        return end > 0 && Whole(text, end, groups, gap) ? end : -1;
    }

    private static bool Whole(ReadOnlySpan<char> text, int end, int groups, bool gap) =>
        (gap ? groups < 8 : groups == 8) && !Letters.WordAt(text, end)
            && !(Letters.At(text, end) == ':' && Letters.At(text, end + 1) is ':' or >= '0' and <= '9')
        && !(Letters.At(text, end) == '.' && Letters.DigitAt(text, end + 1)) && (groups > 0 || Letters.At(text, end) == '/');

    private static int Octets(ReadOnlySpan<char> text, int start)
    {
        var place = start;
        for (var octet = 0; octet < 4; octet++)
        {
            var from = place;
            while (place < text.Length && place - from < 4 && Letters.IsDigit(text[place]))
                place++;
            if (place == from || place - from > 3 || Letters.Number(text[from..place]) > 255 || (text[from] == '0' && place - from > 1))
                return -1;
            if (octet == 3)
                return place;
            if (Letters.At(text, place) != '.')
                return -1;
            place++;
        }

        return -1;
    }

    private static int Prefixed(ReadOnlySpan<char> text, int end, int most)
    {
        if (Letters.At(text, end) != '/')
            return end;
        var place = end + 1;
        while (place < text.Length && place - end < 5 && Letters.IsDigit(text[place]))
            place++;
        return place > end + 1 && place - end < 5 && Letters.Number(text[(end + 1)..place]) <= most
            && !Letters.WordAt(text, place) ? place : end;
    }

    private static void Found(in Scene scene, int start, int end, double alone) => scene.Put(
        start, end, CommonKinds.Ip, alone < CommonKinds.Ip.InContext
            && scene.Near(start, end, CommonKinds.Ip.Cues) ? CommonKinds.Ip.InContext : alone);
}
