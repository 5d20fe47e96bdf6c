using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of Spain and Portugal.</summary>
internal static class Iberia
{
    private const string ControlLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    private static readonly PersonalKind Nif = new("es_nif", "ES", "tax and identity number; letter by mod 23", 0.75, 0.95)
    { Cues = Cue.Tax | Cue.Identity };

    private static readonly PersonalKind Nie = new(
        "es_nie", "ES", "number of a foreigner; letter by mod 23", 0.75, 0.95) { Cues = Cue.Tax | Cue.Identity };

    private static readonly PersonalKind Cif = new("es_cif", "ES", "tax number of a company; check digit or letter", 0.4, 0.9)
    { Cues = Cue.Tax | Cue.Company };

    private static readonly PersonalKind Passport = new("es_passport", "ES", "passport; two or three letters and six digits", 0.1, 0.75)
    { Cues = Cue.Passport };

    private static readonly PersonalKind Portuguese = new("pt_nif", "PT", "tax number; mod 11", 0.2, 0.9) { Cues = Cue.Tax };

    private static readonly PersonalKind Citizen = new("pt_cc", "PT", "citizen card; check digit over digits and letters", 0.8, 0.95)
    { Cues = Cue.Identity };

    public static IEnumerable<Rule> Rules =>
    [
        new(Nif, "9{7,8}-?A", Letter), new(Nif, "99.999.999-?A", Letter), new(Nie, "[xyz]-?9{7}-?A", Foreigner),
        new(Cif, "[abcdefghjnpqrsuvw]-?9{7}-?[0-9a-j]", Company), new(Passport, "AAA9{6}"), new(Passport, "AA9{6}", null, 0.05),
        new(Portuguese, "[1-35689]9{8}", Tax), new(Portuguese, "[1-35689]99 999 999", Tax, 0.3),
        new(Portuguese, "pt[1-35689]9{8}", Prefixed, 0.85),
        new(Citizen, "9{8} ?9 ?[0-9a-z]{2}9", Card),
    ];

    private static bool Letter(ReadOnlySpan<char> value) => ControlLetters[Letters.Number(value[..^1]) % 23] == value[^1];

    private static bool Foreigner(ReadOnlySpan<char> value) =>
        ControlLetters[(((value[0] - 'X') * 10_000_000) + Letters.Number(value[1..^1])) % 23] == value[^1];

    private static bool Company(ReadOnlySpan<char> value)
    {
        if (Weights.Uniform(value[1..8]))
            return false;
        var check = (10 - (Weights.CrossSum(value[1..8], [2, 1, 2, 1, 2, 1, 2]) % 10)) % 10;
        return Letters.IsDigit(value[8]) ? value[8] - '0' == check : value[8] == "JABCDEFGHI"[check];
    }

    private static bool Tax(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && (11 - (Weights.Sum(value, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 % 10 == value[8] - '0';

    private static bool Prefixed(ReadOnlySpan<char> value) => Tax(value[2..]);

    private static bool Card(ReadOnlySpan<char> value)
    {
        var sum = 0;
        for (var index = 0; index < value.Length; index++)
        {
            var digit = Letters.IsDigit(value[index]) ? value[index] - '0' : value[index] - 'A' + 10;
            var doubled = index % 2 == 0 ? 2 * digit : digit;
            sum += index % 2 == 0 && doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0 && value[9..11].ContainsAnyInRange('A', 'Z');
    }
}
