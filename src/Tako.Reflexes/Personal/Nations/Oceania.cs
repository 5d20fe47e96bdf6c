using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of Australia and New Zealand.</summary>
internal static class Oceania
{
    private static readonly PersonalKind Abn = new(
        "au_abn", "AU", "number of a business; mod 89", 0.35, 0.95) { Cues = Cue.Company | Cue.Tax };

    private static readonly PersonalKind Acn = new(
        "au_acn", "AU", "number of a company; weights 8 to 1", 0.15, 0.9) { Cues = Cue.Company };

    private static readonly PersonalKind Tfn = new("au_tfn", "AU", "tax file number; mod 11", 0.15, 0.9) { Cues = Cue.Tax };

    private static readonly PersonalKind Medicare = new(
        "au_medicare", "AU", "Medicare card; weights 1 3 7 9", 0.15, 0.9) { Cues = Cue.Health };

    private static readonly PersonalKind Ird = new("nz_ird", "NZ", "tax number; mod 11", 0.1, 0.85) { Cues = Cue.Tax };

    private static readonly PersonalKind Nhi = new("nz_nhi", "NZ", "patient's number; mod 11", 0.3, 0.9) { Cues = Cue.Health };

    public static IEnumerable<Rule> Rules =>
    [
        new(Abn, "[1-9]9{10}", Business), new(Abn, "[1-9]9 999 999 999", Business, 0.75),
        new(Acn, "9{9}", Company), new(Acn, "999 999 999", Company, 0.3),
        new(Tfn, "9{9}", Taxpayer), new(Tfn, "999 999 999", Taxpayer, 0.3),
        new(Medicare, "[2-6]9{9}", Card), new(Medicare, "[2-6]999 9{5} 9", Card, 0.5),
        new(Ird, "9{8,9}", Inland), new(Ird, "9{2,3}-999-999", Inland, 0.3), new(Nhi, "[a-hj-np-z]{3}9{4}", Patient),
    ];

    private static bool Business(ReadOnlySpan<char> value) =>
        (Weights.Sum(value, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0;

    private static bool Company(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && (10 - (Weights.Sum(value, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 == value[8] - '0';

    private static bool Taxpayer(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && Weights.Sum(value, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0;

    private static bool Card(ReadOnlySpan<char> value) => Weights.Sum(value, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 == value[8] - '0';

    private static bool Inland(ReadOnlySpan<char> value)
    {
        Span<char> digits = ['0', '0', '0', '0', '0', '0', '0', '0', '0'];
        value.CopyTo(digits[(9 - value.Length)..]);
        if (Letters.Number(digits) is < 10_000_000 or > 150_000_000)
            return false;
        var check = Remainder(digits, [3, 2, 7, 6, 5, 4, 3, 2]);
        return (check == 10 ? Remainder(digits, [7, 4, 3, 2, 5, 2, 7, 6]) : check) == digits[8] - '0';
    }

    private static int Remainder(ReadOnlySpan<char> digits, ReadOnlySpan<byte> weights) =>
        (11 - (Weights.Sum(digits, weights) % 11)) % 11;

    private static bool Patient(ReadOnlySpan<char> value)
    {
        const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ";
        var sum = Weights.Sum(value[3..], [4, 3, 2]);
        for (var index = 0; index < 3; index++)
            sum += (Alphabet.IndexOf(value[index], StringComparison.Ordinal) + 1) * (7 - index);
        return sum % 11 != 0 && (11 - (sum % 11)) % 10 == value[6] - '0';
    }
}
