using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of the United States; rules of the SSA, the IRS, the ABA, CMS and the DEA.</summary>
internal static class UnitedStates
{
    private const string MedicareLetter = "[acdefghjkmnpqrtuvwxy]";
    private const string MedicareEither = "[0-9acdefghjkmnpqrtuvwxy]";

    private static readonly PersonalKind Ssn = new(
        "us_ssn", "US", "social security number; no area 000, 666 or 9xx, no part of zeros", 0.7, 0.95)
    { Cues = Cue.Social };

    private static readonly PersonalKind Itin = new(
        "us_itin", "US", "taxpayer number of who has no SSN; group 50-65, 70-88, 90-92 or 94-99", 0.7, 0.9)
    { Cues = Cue.Tax };

    private static readonly PersonalKind Routing = new(
        "us_aba_routing", "US", "bank's routing number; weights 3 7 1", 0.2, 0.9) { Cues = Cue.Routing };

    private static readonly PersonalKind Bank = new("us_bank", "US", "number of a bank account", 0.05, 0.6) { Cues = Cue.Account };

    private static readonly PersonalKind Passport = new("us_passport", "US", "passport; nine digits, or a letter and eight", 0.05, 0.8)
    { Cues = Cue.Passport };

    private static readonly PersonalKind Licence = new(
        "us_driver_license", "US", "driver's license of a state", 0.05, 0.7) { Cues = Cue.Licence };

    private static readonly PersonalKind Npi = new(
        "us_npi", "US", "health care provider; Luhn over 80840 and the number", 0.3, 0.9) { Cues = Cue.Provider };

    private static readonly PersonalKind Mbi = new("us_mbi", "US", "Medicare beneficiary; eleven places, no S, L, O, I, B, Z", 0.6, 0.9)
    { Cues = Cue.Health };

    private static readonly PersonalKind Dea = new(
        "us_dea_number", "US", "prescriber's certificate; sums of places", 0.6, 0.95) { Cues = Cue.Dea };

    public static IEnumerable<Rule> Rules =>
    [
        new(Ssn, "999-99-9999", Social), new(Ssn, "999 99 9999", Social, 0.45), new(Ssn, "999.99.9999", Social, 0.45),
        new(Ssn, "999[- ]999999", Social, 0.2), new(Ssn, "99999[- ]9999", Social, 0.1), new(Ssn, "9{9}", Social, 0.1),
        new(Itin, "9[0-9]{2}-99-9999", Taxpayer), new(Itin, "9[0-9]{2} 99 9999", Taxpayer, 0.45),
        new(Itin, "9{3}[- ]9{6}", Taxpayer, 0.2), new(Itin, "9{5}[- ]9{4}", Taxpayer, 0.1), new(Itin, "9{9}", Taxpayer, 0.1),
        new(Routing, "9{9}", Aba), new(Routing, "9999-9999-9", Aba, 0.5),
        new(Bank, "9{8,17}"),
        new(Passport, "9{9}"), new(Passport, "A9{8}", null, 0.1),
        new(Licence, "A9{5,14}") { Capitals = true }, new(Licence, "A9{3,4}", null, 0.02) { Capitals = true },
        new(Licence, "AA9{3,7}") { Capitals = true },
        new(Licence, "A999-9999-9999"), new(Licence, "9{7,9}A") { Capitals = true }, new(Licence, "9{8}AA"), new(Licence, "AA9{6}A"),
        new(Licence, "999AA9999"), new(Licence, "99AAA9{5,6}"), new(Licence, "A9{18}"), new(Licence, "9{7,9}", null, 0.01),
        new(Licence, "9{10,14}", null, 0.01),
        new(Npi, "[12]9{9}", Provider), new(Npi, "[12]999-999-999", Provider), new(Npi, "[12]999 999 999", Provider),
        new(Mbi, $"[1-9]{MedicareLetter}{MedicareEither}9-?{MedicareLetter}{MedicareEither}9-?{MedicareLetter}{{2}}99"),
        new(Dea, "[abcdefghjklmprstux][a-z9]9{7}", Certificate),
    ];

    private static bool Social(ReadOnlySpan<char> value) =>
        value[0] != '9' && !value.StartsWith("000") && !value.StartsWith("666") && !value[3..].StartsWith("00") && !value.EndsWith("0000")
        && !Weights.Uniform(value) && value is not ("078051120" or "123456789" or "219099999" or "987654320");

    private static bool Taxpayer(ReadOnlySpan<char> value) =>
        value[0] == '9' && Days.Two(value, 3) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or >= 94;

    private static bool Aba(ReadOnlySpan<char> value) =>
        Days.Two(value, 0) is <= 12 or (>= 21 and <= 32) or (>= 61 and <= 72) or 80
        && Weights.Sum(value, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0 && !Weights.Uniform(value);

    // The prefix 80840 of United States health care adds 24 to the sum.
    private static bool Provider(ReadOnlySpan<char> value) => Luhn.Sum(value, 24) % 10 == 0 && !Weights.Uniform(value[..9]);

    private static bool Certificate(ReadOnlySpan<char> value)
    {
        var digits = value[2..];
        return (Weights.Sum(digits, [1, 2, 1, 2, 1, 2]) - (digits[6] - '0')) % 10 == 0;
    }
}
