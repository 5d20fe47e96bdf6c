using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of Austria and Switzerland.</summary>
internal static class Alps
{
    private static readonly PersonalKind Austrian = new(
        "at_svnr", "AT", "social insurance number; birth date and mod 11", 0.45, 0.95) { Cues = Cue.Social };

    private static readonly PersonalKind AustrianVat = new("at_vat", "AT", "VAT number; check digit", 0.8, 0.95) { Cues = Cue.Vat };

    private static readonly PersonalKind Swiss = new("ch_ahv", "CH", "AHV number, 756 and check digit of EAN-13", 0.85, 0.97)
    { Cues = Cue.Social | Cue.Identity };

    private static readonly PersonalKind SwissCompany = new(
        "ch_uid", "CH", "number of a company; mod 11", 0.85, 0.95) { Cues = Cue.Company | Cue.Vat };

    public static IEnumerable<Rule> Rules =>
    [
        new(Austrian, "[1-9]9{9}", Insured), new(Austrian, "[1-9]999[ -]9{6}", Insured, 0.6), new(AustrianVat, "atu9{8}", Vat),
        new(Swiss, "7569{10}", Ahv), new(Swiss, "756[. ]9999[. ]9999[. ]99", Ahv, 0.95),
        new(SwissCompany, "che9{9}", Company), new(SwissCompany, "che-999.999.999", Company),
    ];

    private static bool Insured(ReadOnlySpan<char> value) =>
        Days.Valid(Math.Min(Days.Two(value, 6), 12), Days.Two(value, 4)) && Days.Two(value, 6) is >= 1 and <= 15
        && (Weights.Sum(value, [3, 7, 9]) + Weights.Sum(value[4..], [5, 8, 4, 2, 1, 6])) % 11 == value[3] - '0';

    private static bool Vat(ReadOnlySpan<char> value) =>
        (10 - ((Weights.CrossSum(value[3..], [1, 2, 1, 2, 1, 2, 1]) + 4) % 10)) % 10 == value[10] - '0';

    private static bool Ahv(ReadOnlySpan<char> value) =>
        value.StartsWith("756") && Weights.Sum(value, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0;

    private static bool Company(ReadOnlySpan<char> value) =>
        (11 - (Weights.Sum(value[3..], [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11 == value[11] - '0';
}
