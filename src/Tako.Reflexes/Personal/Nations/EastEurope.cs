using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>
/// Numbers of Poland, Czechia, Slovakia, Hungary, Romania, Bulgaria, Croatia, Slovenia, the Baltic countries, Greece, Ukraine and Russia.
/// </summary>
internal static class EastEurope
{
    private static readonly PersonalKind Pesel = new(
        "pl_pesel", "PL", "PESEL; birth date and weights", 0.6, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind Nip = new("pl_nip", "PL", "tax number; mod 11", 0.2, 0.9) { Cues = Cue.Tax | Cue.Vat };

    private static readonly PersonalKind Regon = new("pl_regon", "PL", "number of a business; mod 11", 0.1, 0.85) { Cues = Cue.Company };

    private static readonly PersonalKind PolishCard = new("pl_id_card", "PL", "identity card; weights over letters and digits", 0.35, 0.9)
    { Cues = Cue.Identity };

    private static readonly PersonalKind Rodne = new(
        "cz_sk_rodne_cislo", "CZ", "birth number of Czechia and Slovakia; birth date and mod 11", 0.7, 0.95)
    { Cues = Cue.Identity };

    private static readonly PersonalKind Taj = new(
        "hu_taj", "HU", "social insurance number; weights 3 7", 0.1, 0.85) { Cues = Cue.Social | Cue.Health };

    private static readonly PersonalKind Cnp = new(
        "ro_cnp", "RO", "CNP; birth date, county and mod 11", 0.85, 0.97) { Cues = Cue.Identity };

    private static readonly PersonalKind Egn = new("bg_egn", "BG", "EGN; birth date and mod 11", 0.3, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind Oib = new("hr_oib", "HR", "OIB; mod 11,10", 0.2, 0.95) { Cues = Cue.Identity | Cue.Tax };

    private static readonly PersonalKind Emso = new(
        "si_emso", "SI", "EMŠO and JMBG; birth date and mod 11", 0.8, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind Baltic = new(
        "ee_lt_personal_code", "EE", "personal code of Estonia and Lithuania; birth date and mod 11", 0.55, 0.95)
    { Cues = Cue.Identity };

    private static readonly PersonalKind Latvian = new(
        "lv_personal_code", "LV", "personal code; birth date and mod 11", 0.6, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind Amka = new(
        "gr_amka", "GR", "AMKA; birth date and Luhn", 0.4, 0.95) { Cues = Cue.Identity | Cue.Social };

    private static readonly PersonalKind Afm = new("gr_afm", "GR", "tax number; powers of two", 0.1, 0.85) { Cues = Cue.Tax | Cue.Vat };

    private static readonly PersonalKind Inn = new(
        "ru_inn", "RU", "tax number of a person; two check digits", 0.4, 0.95) { Cues = Cue.Tax };

    private static readonly PersonalKind Snils = new(
        "ru_snils", "RU", "pension number; mod 101", 0.3, 0.95) { Cues = Cue.Social | Cue.Identity };

    private static readonly PersonalKind Rnokpp = new("ua_rnokpp", "UA", "tax number of a person; mod 11", 0.15, 0.9) { Cues = Cue.Tax };

    public static IEnumerable<Rule> Rules =>
    [
        new(Pesel, "9{11}", Polish), new(Nip, "9{10}", PolishTax), new(Nip, "999-999-99-99", PolishTax, 0.75),
        new(Nip, "pl9{10}", PolishVat, 0.85),
        new(Regon, "9{9}", Business), new(PolishCard, "AAA ?9{6}", Card),
        new(Rodne, "9{6}/9999", BirthNumber, 0.9), new(Rodne, "9{10}", BirthNumber, 0.3),
        new(Taj, "9{9}", Insured), new(Taj, "999[- ]999[- ]999", Insured, 0.3), new(Cnp, "[1-9]9{12}", Romanian),
        new(Egn, "9{10}", Bulgarian), new(Oib, "9{11}", Iso7064.Mod11And10),
        new(Oib, "hr9{11}", static value => Iso7064.Mod11And10(value[2..]), 0.85),
        new(Emso, "9{13}", Slovene), new(Baltic, "[1-8]9{10}", Twice), new(Latvian, "9{6}-9{5}", Letton),
        new(Amka, "9{11}", static value => Days.DayFirst(value) && Luhn.Holds(value)), new(Afm, "9{9}", Greek),
        new(Inn, "9{12}", Taxpayer), new(Snils, "9{11}", Pension, 0.15), new(Snils, "999-999-999[- ]99", Pension, 0.85),
        new(Rnokpp, "9{10}", Ukrainian),
    ];

    // The century is added to the month: 80 for the 19th, 20 for the 21st and so on.
    private static bool Polish(ReadOnlySpan<char> value) =>
        Days.Valid(Days.Two(value, 2) % 20, Days.Two(value, 4)) && Weights.Sum(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0;

    private static bool PolishTax(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && Weights.Sum(value, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == value[9] - '0';

    private static bool PolishVat(ReadOnlySpan<char> value) => PolishTax(value[2..]);

    private static bool Business(ReadOnlySpan<char> value) => Weights.Sum(value, [8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == value[8] - '0';

    private static bool Card(ReadOnlySpan<char> value)
    {
        var letters = (7 * (value[0] - 'A' + 10)) + (3 * (value[1] - 'A' + 10)) + (value[2] - 'A' + 10);
        return (letters + Weights.Sum(value[4..], [7, 3, 1, 7, 3])) % 10 == value[3] - '0';
    }

    private static bool BirthNumber(ReadOnlySpan<char> value)
    {
        var month = Days.Two(value, 2) % 50;
        return Days.Valid(month > 20 ? month - 20 : month, Days.Two(value, 4)) && long.Parse(value) % 11 == 0;
    }

    private static bool Insured(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && Weights.Sum(value, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 == value[8] - '0';

    private static bool Romanian(ReadOnlySpan<char> value) =>
        Days.YearFirst(value[1..]) && Weights.Sum(value, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11 is var rest
            && (rest == 10 ? 1 : rest) == value[12] - '0';

    private static bool Bulgarian(ReadOnlySpan<char> value)
    {
        var month = Days.Two(value, 2);
        return Days.Valid(month > 40 ? month - 40 : month > 20 ? month - 20 : month, Days.Two(value, 4))
            && Weights.Sum(value, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == value[9] - '0';
    }

    private static bool Slovene(ReadOnlySpan<char> value) =>
        Days.Valid(Days.Two(value, 2), Days.Two(value, 0)) && value[4] is '9' or '0'
            && Weights.Sum(value, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;

    private static bool Twice(ReadOnlySpan<char> value)
    {
        if (!Days.YearFirst(value[1..]))
            return false;
        var check = Weights.Sum(value, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
        if (check == 10)
            check = Weights.Sum(value, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10;
        return check == value[10] - '0';
    }

    private static bool Letton(ReadOnlySpan<char> value) =>
        value.StartsWith("32") || (Days.DayFirst(value)
            && (1101 - Weights.Sum(value, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 % 10 == value[10] - '0');

    private static bool Greek(ReadOnlySpan<char> value)
    {
        var sum = 0;
        for (var index = 0; index < 8; index++)
            sum = (2 * sum) + (2 * (value[index] - '0'));
        return !Weights.Uniform(value) && sum % 11 % 10 == value[8] - '0';
    }

    private static bool Taxpayer(ReadOnlySpan<char> value) =>
        Weights.Sum(value, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == value[10] - '0'
        && Weights.Sum(value, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == value[11] - '0';

    private static bool Pension(ReadOnlySpan<char> value) =>
        Weights.Sum(value, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == Days.Two(value, 9);

    // Below zero where the first digit weighs more than the rest.
    private static bool Ukrainian(ReadOnlySpan<char> value) =>
        (Weights.Sum(value[1..], [5, 7, 9, 4, 6, 10, 5, 7]) - (value[0] - '0') + 11) % 11 % 10 == value[9] - '0';
}
