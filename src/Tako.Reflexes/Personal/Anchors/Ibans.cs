using Tako.Reflexes.Personal.Checks;

namespace Tako.Reflexes.Personal.Anchors;

/// <summary>IBANs: two letters, two check digits and as many places as the country's register of ISO 13616 says.</summary>
internal static class Ibans
{
    private const string Lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22"
        + "GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31"
        + "MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24"
        + "XK20YE30";

    public static void Scan(in Scene scene, int start)
    {
        var text = scene.Text;
        if (Letters.WordAt(text, start - 1) || Length(text[start], text[start + 1]) is not (var length and > 0))
            return;
        var (place, count, rest, head, apart) = (start, 0, 0, 0, false);
        while (count < length && place < text.Length)
        {
            if (!Letters.IsAlnum(text[place]))
            {
                // Groups stand apart by one blank or hyphen.
                if (text[place] is not (' ' or '-' or '\u00a0') || !Letters.AlnumAt(text, place + 1))
                    return;
                (place, apart) = (place + 1, true);
            }

            if (apart && char.IsAsciiLetterLower(text[place]))
                return;

            // The first four places count last.
            if (count < 4)
                head = count == 3 ? place + 1 : head;
            else
                rest = Iso7064.Mod97(text.Slice(place, 1), rest);
            count++;
            place++;
        }

        Span<char> first = stackalloc char[4];
        if (count == length && !Letters.WordAt(text, place) && First(text[start..head], first) && Iso7064.Mod97(first, rest) == 1)
            scene.Put(start, place, CommonKinds.Iban, CommonKinds.Iban.Score);
    }

    private static bool First(ReadOnlySpan<char> text, Span<char> into)
    {
        var count = 0;
        foreach (var letter in text)
        {
            if (Letters.IsAlnum(letter) && count < 4)
                into[count++] = letter;
        }

        return count == 4;
    }

    private static int Length(char first, char second)
    {
        for (var index = 0; index < Lengths.Length; index += 4)
        {
            if (Lengths[index] == (first & ~0x20) && Lengths[index + 1] == (second & ~0x20))
                return ((Lengths[index + 2] - '0') * 10) + (Lengths[index + 3] - '0');
        }

        return 0;
    }
}
