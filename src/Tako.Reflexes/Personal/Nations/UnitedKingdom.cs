using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of the United Kingdom; rules of the NHS, HMRC, the DVLA and Royal Mail.</summary>
internal static class UnitedKingdom
{
    private static readonly PersonalKind Nhs = new("uk_nhs", "GB", "patient's number; mod 11", 0.3, 0.95) { Cues = Cue.Health };

    private static readonly PersonalKind Nino = new(
        "uk_nino", "GB", "national insurance number; prefixes in use", 0.6, 0.95) { Cues = Cue.Social };

    private static readonly PersonalKind Passport = new(
        "uk_passport", "GB", "passport; two letters and seven digits", 0.1, 0.75) { Cues = Cue.Passport };

    private static readonly PersonalKind Licence = new(
        "uk_driving_licence", "GB", "driving licence; surname, birth date, initials", 0.75, 0.95)
    { Cues = Cue.Licence };

    private static readonly PersonalKind Postcode = new(
        "uk_postcode", "GB", "postcode; letters in use at each place", 0.4, 0.7) { Cues = Cue.Postal };

    private static readonly PersonalKind Plate = new(
        "uk_vehicle_registration", "GB", "number plate since 1963", 0.2, 0.8) { Cues = Cue.Plate };

    private static readonly PersonalKind Utr = new("uk_utr", "GB", "unique taxpayer reference; mod 11", 0.05, 0.8) { Cues = Cue.Tax };

    private static readonly PersonalKind Vat = new("uk_vat", "GB", "VAT registration; mod 97", 0.7, 0.9) { Cues = Cue.Vat };

    public static IEnumerable<Rule> Rules =>
    [
        new(Nhs, "9{10}", Health), new(Nhs, "999[- ]999[- ]9999", Health, 0.45),
        new(Nino, "AA9{6}[abcd]", Insurance), new(Nino, "AA[- ]99[- ]99[- ]99[- ][abcd]", Insurance),
        new(Nino, "AA 9{6} ?[abcd]", Insurance),
        new(Passport, "AA9{7}"),
        new(Licence, "[a-z][a-z9]{4}9[0156]9999[a-z][a-z9][0-9a-z]AA", Driver),
        new(Postcode, "gir ?0aa"), new(Postcode, "[a-pr-uwyz]9 ?9AA", Inward), new(Postcode, "[a-pr-uwyz]99 ?9AA", Inward),
        new(Postcode, "[a-pr-uwyz][a-hk-y]9 ?9AA", Inward), new(Postcode, "[a-pr-uwyz][a-hk-y]99 ?9AA", Inward),
        new(Postcode, "[a-pr-uwyz]9[a-hjkpstuw] ?9AA", Inward), new(Postcode, "[a-pr-uwyz][a-hk-y]9[abehmnprvwxy] ?9AA", Inward),
        new(Plate, "[a-hj-pr-y][a-hj-pr-y]99[- ]?[a-hj-pr-z]{3}", Current, 0.4), new(Plate, "[a-hj-npr-y]9{1,3}[- ]?[a-hj-pr-z]{3}"),
        new(Plate, "[a-hj-pr-y]{3}[- ]?9{1,3}[a-hj-nprstv-y]"),
        new(Utr, "9{10}", Reference), new(Utr, "99999 99999", Reference),
        new(Vat, "gb9{9}", Registered), new(Vat, "gb 999 9999 99", Registered),
    ];

    private static bool Health(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && (11 - (Weights.Sum(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 == value[9] - '0';

    private static bool Insurance(ReadOnlySpan<char> value) =>
        !"DFIQUV".Contains(value[0]) && !"DFIOQUV".Contains(value[1])
            && value[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ");

    // Women have 50 added to the month of birth.
    private static bool Driver(ReadOnlySpan<char> value) =>
        Days.Valid(Days.Two(value, 6) % 50, Days.Two(value, 8)) && Days.Two(value, 6) is <= 12 or >= 51;

    private static bool Inward(ReadOnlySpan<char> value) => !value[^2..].ContainsAny("CIKMOV");

    private static bool Current(ReadOnlySpan<char> value) => Days.Two(value, 2) is (>= 2 and <= 29) or (>= 51 and <= 79);

    private static bool Reference(ReadOnlySpan<char> value) =>
        "21987654321"[Weights.Sum(value[1..], [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11] == value[0];

    private static bool Registered(ReadOnlySpan<char> value)
    {
        var rest = (Weights.Sum(value[2..], [8, 7, 6, 5, 4, 3, 2, 10, 1])) % 97;
        return rest is 0 or 42;
    }
}
