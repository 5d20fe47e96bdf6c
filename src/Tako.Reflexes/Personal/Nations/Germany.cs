using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of Germany; rules of the BZSt, the BMI, the Deutsche Rentenversicherung and the KBV.</summary>
internal static class Germany
{
    private const string Serial = "[cfghjklmnprtvwxyz0-9]";

    private static readonly PersonalKind TaxId = new(
        "de_tax_id", "DE", "tax id; mod 11,10", 0.35, 0.95) { Cues = Cue.Tax | Cue.Identity };

    private static readonly PersonalKind TaxNumber = new("de_tax_number", "DE", "tax number of an office", 0.1, 0.85) { Cues = Cue.Tax };

    private static readonly PersonalKind Vat = new("de_vat_id", "DE", "VAT number; mod 11,10", 0.85, 0.95) { Cues = Cue.Vat };

    private static readonly PersonalKind Card = new("de_id_card", "DE", "identity card; weights 7 3 1", 0.4, 0.9) { Cues = Cue.Identity };

    private static readonly PersonalKind Passport = new("de_passport", "DE", "passport; weights 7 3 1", 0.4, 0.9) { Cues = Cue.Passport };

    private static readonly PersonalKind Social = new(
        "de_social_security", "DE", "pension insurance number; birth date and check digit", 0.85, 0.95)
    { Cues = Cue.Social };

    private static readonly PersonalKind Insured = new("de_health_insurance", "DE", "number of an insured person; check digit", 0.35, 0.9)
    { Cues = Cue.Health };

    private static readonly PersonalKind Doctor = new("de_lanr", "DE", "doctor's number; weights 4 9", 0.1, 0.9) { Cues = Cue.Provider };

    private static readonly PersonalKind Practice = new(
        "de_bsnr", "DE", "number of a doctor's practice", 0.05, 0.8) { Cues = Cue.Provider };

    private static readonly PersonalKind Licence = new(
        "de_fuehrerschein", "DE", "driving licence; eleven places", 0.3, 0.85) { Cues = Cue.Licence };

    private static readonly PersonalKind Register = new(
        "de_handelsregister", "DE", "entry in the commercial register, HRA or HRB", 0.6, 0.9)
    { Cues = Cue.Company };

    private static readonly PersonalKind Plate = new("de_kfz", "DE", "number plate", 0.25, 0.8) { Cues = Cue.Plate };

    private static readonly PersonalKind Postal = new("de_plz", "DE", "postal code, 01001 to 99998", 0.02, 0.7) { Cues = Cue.Leitzahl };

    public static IEnumerable<Rule> Rules =>
    [
        new(TaxId, "[1-9]9{10}", Taxpayer), new(TaxId, "[1-9]9{10}", Repeating, 0.6), new(TaxId, "[1-9]9 999 999 999", Taxpayer, 0.55),
        new(TaxNumber, "99/999/9999"), new(TaxNumber, "999/999/99999", null, 0.3), new(TaxNumber, "99/999/99999", null, 0.3),
        new(TaxNumber, "999/9999/9999", null, 0.3), new(TaxNumber, "9{13}", State, 0.05),
        new(Vat, "de9{9}", Mod), new(Vat, "de[- ]9{9}", Mod), new(Vat, "de[- ]?999[- ]999[- ]999", Mod),
        new(Card, $"[lmnprtvwxycfghjk]{Serial}{{8}}", Checked), new(Card, "t9{8}", null, 0.1),
        new(Card, $"[lmnprtvwxy]{Serial}{{8}}d", Nationality, 0.6),
        new(Card, $"[lmnprtvwxy]{Serial}{{8}}", Lettered, 0.15), new(Card, $"[lmnprtvwxy]{Serial}{{8}}9", TenChecked, 0.55),
        new(Passport, $"[cfghjk]{Serial}{{8}}", Checked), new(Passport, $"[cfghjk]{Serial}{{8}}", Lettered, 0.15),
        new(Passport, $"[cfghjk]{Serial}{{8}}9", TenChecked, 0.55),
        new(Social, "99[0-9]{6}A999", Pension), new(Social, "99 9{6} A 999", Pension),
        new(Insured, "A9{9}", Insurance),
        new(Doctor, "9{9}", Physician), new(Practice, "9{9}", Region),
        new(Licence, "AA9{8}X"), new(Licence, "[a-z][0-9a-z]{3}[0-9a-z]{5}9X", Mixed, 0.05),
        new(Register, "hr[ab] ?9{1,6}"),
        new(Plate, "A{1,3}-AA?-?9{1,4}[eh]?"), new(Plate, "A{1,3}[- ]AA? 9{1,4}[eh]?"),
        new(Plate, "A{1,3}[- ]AA?9{1,4}[eh]?", null, 0.15),
        new(Postal, "9{5}", Area),
    ];

    private static bool Taxpayer(ReadOnlySpan<char> value) => Iso7064.Mod11And10(value);

    // One digit stands twice or thrice among the first ten, the others once at most.
    private static bool Repeating(ReadOnlySpan<char> value)
    {
        Span<int> counts = stackalloc int[10];
        counts.Clear();
        foreach (var digit in value[..10])
            counts[digit - '0']++;
        var (repeated, most) = (0, 0);
        foreach (var count in counts)
            (repeated, most) = (repeated + (count > 1 ? 1 : 0), Math.Max(most, count));
        return repeated == 1 && most is 2 or 3 && Iso7064.Mod11And10(value);
    }

    private static bool State(ReadOnlySpan<char> value) => !value.StartsWith("00") && !value.EndsWith("00000000");

    private static bool Mod(ReadOnlySpan<char> value) => value[2] != '0' && Iso7064.Mod11And10(value[2..]);

    // The check digit stands at the end of the nine places, or after them as in the zone that machines read.
    private static bool Checked(ReadOnlySpan<char> value) => Letters.IsDigit(value[8]) && Sum(value[..8]) == value[8] - '0';

    private static bool TenChecked(ReadOnlySpan<char> value) => Sum(value[..9]) == value[9] - '0' && Lettered(value[..9]);

    // A serial number without its check digit: such have letters among the digits.
    private static bool Lettered(ReadOnlySpan<char> value) =>
        value[1..].ContainsAnyInRange('A', 'Z') && Digits(value) > 3;

    private static int Digits(ReadOnlySpan<char> value)
    {
        var count = 0;
        foreach (var letter in value)
            count += Letters.IsDigit(letter) ? 1 : 0;
        return count;
    }

    private static int Sum(ReadOnlySpan<char> value)
    {
        var sum = 0;
        for (var index = 0; index < value.Length; index++)
        {
            var place = Letters.IsDigit(value[index]) ? value[index] - '0' : value[index] - 'A' + 10;
            sum += place * (index % 3 == 0 ? 7 : index % 3 == 1 ? 3 : 1);
        }

        return sum % 10;
    }

    private static bool Nationality(ReadOnlySpan<char> value) => Checked(value[..9]);

    // The letter of the surname counts as two digits, its place in the alphabet.
    private static bool Pension(ReadOnlySpan<char> value)
    {
        Span<char> digits = stackalloc char[12];
        value[..8].CopyTo(digits);
        var place = value[8] - 'A' + 1;
        (digits[8], digits[9], digits[10], digits[11]) = ((char)('0' + (place / 10)), (char)('0' + (place % 10)), value[9], value[10]);
        var day = Days.Two(value, 2) > 50 ? Days.Two(value, 2) - 50 : Days.Two(value, 2);
        return Days.Valid(Days.Two(value, 4), day)
            && Weights.CrossSum(digits, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 == value[11] - '0';
    }

    private static bool Insurance(ReadOnlySpan<char> value)
    {
        Span<char> digits = stackalloc char[10];
        var place = value[0] - 'A' + 1;
        (digits[0], digits[1]) = ((char)('0' + (place / 10)), (char)('0' + (place % 10)));
        value[1..9].CopyTo(digits[2..]);
        return Weights.CrossSum(digits, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 == value[9] - '0';
    }

    private static bool Physician(ReadOnlySpan<char> value) =>
        (10 - (Weights.Sum(value, [4, 9, 4, 9, 4, 9]) % 10)) % 10 == value[6] - '0' && !value.EndsWith("00");

    private static bool Region(ReadOnlySpan<char> value) => !value.StartsWith("00");

    private static bool Mixed(ReadOnlySpan<char> value) => value.ContainsAnyInRange('0', '9') && value[1..9].ContainsAnyInRange('A', 'Z');

    private static bool Area(ReadOnlySpan<char> value) => Letters.Number(value) is >= 1001 and <= 99998;
}
