using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of France, Belgium, the Netherlands, Luxembourg and Ireland.</summary>
internal static class WestEurope
{
    private static readonly PersonalKind Nir = new(
        "fr_nir", "FR", "social security number; key by mod 97", 0.85, 0.97) { Cues = Cue.Social };

    private static readonly PersonalKind Siret = new("fr_siret", "FR", "place of a business; Luhn", 0.2, 0.85) { Cues = Cue.Company };

    private static readonly PersonalKind Siren = new("fr_siren", "FR", "business; Luhn", 0.1, 0.8) { Cues = Cue.Company };

    private static readonly PersonalKind Numero = new("fr_vat", "FR", "VAT number; key by mod 97", 0.85, 0.95) { Cues = Cue.Vat };

    private static readonly PersonalKind FrenchTax = new("fr_tax_id", "FR", "tax number; key by mod 511", 0.4, 0.9) { Cues = Cue.Tax };

    private static readonly PersonalKind Belgian = new("be_national_number", "BE", "national number; birth date and mod 97", 0.7, 0.95)
    { Cues = Cue.Identity | Cue.Social };

    private static readonly PersonalKind Bsn = new("nl_bsn", "NL", "citizen's number; eleven test", 0.15, 0.9) { Cues = Cue.Identity };

    private static readonly PersonalKind DutchVat = new(
        "nl_vat", "NL", "VAT number; nine digits, B and two more", 0.6, 0.9) { Cues = Cue.Vat };

    private static readonly PersonalKind Luxembourg = new(
        "lu_national_id", "LU", "national id; birth date, Luhn and Verhoeff", 0.85, 0.95)
    { Cues = Cue.Identity };

    private static readonly PersonalKind Pps = new("ie_pps", "IE", "personal public service number; letter by mod 23", 0.7, 0.95)
    { Cues = Cue.Social | Cue.Tax };

    public static IEnumerable<Rule> Rules =>
    [
        new(Nir, "[12]9999[0-9ab]9{9}", Key), new(Nir, "[3478]9999[0-9ab]9{9}", Key, 0.3),
        new(Nir, "[1-478] 99 99 9[0-9ab] 999 999 ?99", Key),
        new(Siret, "9{14}", Business), new(Siret, "999 999 999 99999", Business, 0.5), new(Siren, "9{9}", Business),
        new(Siren, "999 999 999", Business),
        new(Numero, "fr99 ?9{9}", Prefixed), new(Numero, "fr 99 999 999 999", Prefixed),
        new(FrenchTax, "[0-3]9{12}", Fiscal), new(FrenchTax, "[0-3]9 99 999 999 999", Fiscal),
        new(Belgian, "9{11}", National), new(Belgian, "99.99.99-999.99", National, 0.9),
        new(Bsn, "9{9}", Eleven), new(Bsn, "9999.99.999", Eleven, 0.4), new(DutchVat, "nl9{9}b99"),
        new(Luxembourg, "[12]9{12}", Double), new(Pps, "9{7}[a-w][abhw]?", Public),
    ];

    // Corsica's departments 2A and 2B count as 19 and 18.
    private static bool Key(ReadOnlySpan<char> value)
    {
        Span<char> digits = stackalloc char[15];
        value.CopyTo(digits);
        if (!Letters.IsDigit(digits[6]))
            (digits[5], digits[6]) = ('1', value[6] == 'A' ? '9' : '8');
        return Days.Two(digits, 3) is (>= 1 and <= 12) or (>= 20 and <= 42) or >= 50
            && 97 - Iso7064.Mod97(digits[..13]) == Days.Two(digits, 13);
    }

    private static bool Business(ReadOnlySpan<char> value) =>
        Luhn.Holds(value) && Letters.Number(value[..8]) > 0 && !Weights.Uniform(value);

    private static bool Prefixed(ReadOnlySpan<char> value) =>
        Days.Two(value, 2) == (12 + (3 * (Letters.Number(value[4..]) % 97))) % 97 && Luhn.Holds(value[4..]);

    private static bool Fiscal(ReadOnlySpan<char> value) =>
        long.Parse(value[..10]) % 511 == Letters.Number(value[10..]);

    private static bool National(ReadOnlySpan<char> value)
    {
        var check = Days.Two(value, 9);
        var (month, day) = (Days.Two(value, 2) % 20, Days.Two(value, 4));
        return Days.Valid(month, day) && (97 - Iso7064.Mod97(value[..9]) == check || 97 - Iso7064.Mod97(value[..9], 2) == check);
    }

    private static bool Eleven(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && (Weights.Sum(value, [9, 8, 7, 6, 5, 4, 3, 2]) - (value[8] - '0')) % 11 == 0;

    private static bool Double(ReadOnlySpan<char> value) =>
        Days.FullYearFirst(value) && Luhn.Holds(value[..12]) && Verhoeff.Holds([.. value[..11], value[12]]);

    private static bool Public(ReadOnlySpan<char> value)
    {
        var sum = Weights.Sum(value, [8, 7, 6, 5, 4, 3, 2]) + (value.Length > 8 && value[8] != 'W' ? 9 * (value[8] - 'A' + 1) : 0);
        return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == value[7];
    }
}
