using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of the Nordic countries.</summary>
internal static class Nordics
{
    private const string FinnishLetters = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    private static readonly PersonalKind Finnish = new(
        "fi_personal_identity_code", "FI", "henkilötunnus; birth date and character by mod 31", 0.9, 0.98)
    { Cues = Cue.Identity };

    private static readonly PersonalKind Swedish = new(
        "se_personnummer", "SE", "personnummer; birth date and Luhn", 0.55, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind Organisation = new(
        "se_organisationsnummer", "SE", "number of a company; Luhn", 0.4, 0.9) { Cues = Cue.Company };

    private static readonly PersonalKind Norwegian = new(
        "no_fodselsnummer", "NO", "fødselsnummer; birth date and two check digits", 0.8, 0.97)
    { Cues = Cue.Identity };

    private static readonly PersonalKind NorwegianCompany = new(
        "no_orgnr", "NO", "number of a company; mod 11", 0.15, 0.85) { Cues = Cue.Company };

    private static readonly PersonalKind Danish = new("dk_cpr", "DK", "CPR number; birth date", 0.5, 0.9) { Cues = Cue.Identity };

    private static readonly PersonalKind DanishCompany = new(
        "dk_cvr", "DK", "number of a company; mod 11", 0.1, 0.8) { Cues = Cue.Company | Cue.Vat };

    private static readonly PersonalKind Icelandic = new(
        "is_kennitala", "IS", "kennitala; birth date and mod 11", 0.6, 0.95) { Cues = Cue.Identity };

    public static IEnumerable<Rule> Rules =>
    [
        new(Finnish, "9{6}[a-fu-y]999X", Hetu) { Glued = true }, new(Finnish, "9{6}[-+]999X", Hetu),
        new(Swedish, "[12][089]9{10}", Long, 0.75) { Glued = true }, new(Swedish, "[12][089]9{6}[-+]9999", Long, 0.9),
        new(Swedish, "9{6}[-+]9999", Person, 0.75), new(Swedish, "9{10}", Person, 0.2),
        new(Organisation, "9{6}-9999", Company), new(Organisation, "9{10}", Company, 0.1),
        new(Organisation, "169{6}-?9999", static value => value[0] == '1' && Company(value[2..]), 0.3),
        new(Norwegian, "9{11}", Fodsel), new(Norwegian, "9{6} 9{5}", Fodsel), new(NorwegianCompany, "[89]9{8}", NorwegianOrg),
        new(NorwegianCompany, "[89]99 999 999", NorwegianOrg),
        new(Danish, "9{6}-9999", Cpr), new(Danish, "9{10}", CprChecked, 0.2), new(DanishCompany, "9{8}", Cvr),
        new(DanishCompany, "dk9{8}", CvrPrefixed, 0.85),
        new(Icelandic, "9{6}-9999", Kennitala), new(Icelandic, "9{10}", Kennitala, 0.3),
    ];

    private static bool Hetu(ReadOnlySpan<char> value)
    {
        var digits = (Letters.Number(value[..6]) * 1000) + Letters.Number(value[^4..^1]);
        return Days.DayFirst(value) && Letters.Number(value[^4..^1]) >= 2 && FinnishLetters[digits % 31] == value[^1];
    }

    // Numbers of people who are not registered have 60 added to the day.
    private static bool Person(ReadOnlySpan<char> value)
    {
        var day = Days.Two(value, 4);
        return Days.Valid(Days.Two(value, 2), day > 60 ? day - 60 : day) && Luhn.Holds(value);
    }

    private static bool Long(ReadOnlySpan<char> value) => Days.Two(value, 0) is >= 18 and <= 20 && Person(value[2..]);

    private static bool Company(ReadOnlySpan<char> value) => value[2] >= '2' && "1235678 9".Contains(value[0]) && Luhn.Holds(value);

    private static bool Fodsel(ReadOnlySpan<char> value)
    {
        var (day, month) = (Days.Two(value, 0), Days.Two(value, 2));
        return Days.Valid(month > 80 ? month - 80 : month > 40 ? month - 40 : month, day > 40 ? day - 40 : day)
            && Weights.Sum(value, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 == 0
            && Weights.Sum(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;
    }

    private static bool NorwegianOrg(ReadOnlySpan<char> value) => Weights.Sum(value, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;

    private static bool Cpr(ReadOnlySpan<char> value) => Days.DayFirst(value);

    // Numbers given since 2007 need not pass this.
    private static bool CprChecked(ReadOnlySpan<char> value) =>
        Days.DayFirst(value) && Weights.Sum(value, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;

    private static bool Cvr(ReadOnlySpan<char> value) => value[0] != '0' && Weights.Sum(value, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;

    private static bool CvrPrefixed(ReadOnlySpan<char> value) => Cvr(value[2..]);

    private static bool Kennitala(ReadOnlySpan<char> value)
    {
        var day = Days.Two(value, 0);
        return Days.Valid(Days.Two(value, 2), day > 40 ? day - 40 : day) && value[9] is '0' or '9' or '8'
            && Weights.Sum(value, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;
    }
}
