using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of Italy; rules of the Agenzia delle Entrate.</summary>
internal static class Italy
{
    private const string MonthLetters = "ABCDEHLMPRST";

    private static readonly PersonalKind Fiscal = new(
        "it_fiscal_code", "IT", "codice fiscale; names, birth, place and check letter", 0.9, 0.98)
    { Cues = Cue.Tax };

    private static readonly PersonalKind Vat = new("it_vat_code", "IT", "partita IVA; Luhn", 0.15, 0.9) { Cues = Cue.Vat | Cue.Tax };

    private static readonly PersonalKind Licence = new(
        "it_driver_license", "IT", "driving licence; ten places", 0.3, 0.8) { Cues = Cue.Licence };

    private static readonly PersonalKind Card = new(
        "it_identity_card", "IT", "identity card on paper or electronic", 0.15, 0.75) { Cues = Cue.Identity };

    private static readonly PersonalKind Passport = new(
        "it_passport", "IT", "passport; two letters and seven digits", 0.1, 0.75) { Cues = Cue.Passport };

    public static IEnumerable<Rule> Rules =>
    [
        new(Fiscal, "A{6}[0-9l-np-v]{2}[abcdehlmprst][0-9l-np-v]{2}A[0-9l-np-v]{3}A", Code),
        new(Vat, "9{11}", Company), new(Vat, "99999999[ _]999", Company), new(Vat, "it9{11}", Prefixed, 0.85),
        new(Licence, "AA9{7}A"), new(Licence, "u1[bcdfghlj-np-tv-z0-9]{7}A"),
        new(Card, "AA9{5}AA"), new(Card, "AA9{7}"), new(Card, "AA 9{7}"), new(Card, "9{7}AA", null, 0.1), new(Passport, "AA9{7}"),
    ];

    private static bool Company(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && Luhn.Holds(value) && Letters.Number(value[..7]) > 0;

    private static bool Prefixed(ReadOnlySpan<char> value) => Company(value[2..]);

    private static bool Code(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<byte> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        var sum = 0;
        for (var index = 0; index < 15; index++)
        {
            var place = Letters.IsDigit(value[index]) ? value[index] - '0' : value[index] - 'A';
            sum += index % 2 == 0 ? odd[place] : place;
        }

        var day = (Digit(value[9]) * 10) + Digit(value[10]);
        return sum % 26 == value[15] - 'A'
            && Days.Valid(MonthLetters.IndexOf(value[8], StringComparison.Ordinal) + 1, day > 40 ? day - 40 : day);
    }

    // Of two people with the same code, digits of one become letters.
    private static int Digit(char letter) =>
        Letters.IsDigit(letter) ? letter - '0' : Math.Max(0, "LMNPQRSTUV".IndexOf(letter, StringComparison.Ordinal));
}
