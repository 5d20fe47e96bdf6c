using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of Turkey, Israel, the Emirates and Saudi Arabia.</summary>
internal static class MiddleEast
{
    private static readonly PersonalKind Kimlik = new(
        "tr_national_id", "TR", "T.C. kimlik; two check digits", 0.75, 0.97) { Cues = Cue.Identity };

    private static readonly PersonalKind TurkishPlate = new(
        "tr_license_plate", "TR", "number plate; province 01 to 81", 0.2, 0.8) { Cues = Cue.Plate };

    private static readonly PersonalKind Israeli = new("il_id", "IL", "identity number; Luhn", 0.1, 0.85) { Cues = Cue.Identity };

    private static readonly PersonalKind Emirates = new(
        "ae_emirates_id", "AE", "Emirates ID, 784 and Luhn", 0.85, 0.97) { Cues = Cue.Identity };

    private static readonly PersonalKind Saudi = new(
        "sa_national_id", "SA", "national id or iqama; Luhn", 0.1, 0.85) { Cues = Cue.Identity };

    public static IEnumerable<Rule> Rules =>
    [
        new(Kimlik, "[1-9]9{10}", Turkish), new(TurkishPlate, "99 A{1,3} 9{2,5}", Province) { Capitals = true },
        new(TurkishPlate, "99A{1,3}9{2,5}", Province, 0.1) { Capitals = true },
        new(TurkishPlate, "99-A{1,3}-9{2,5}", Province),
        new(Israeli, "9{9}", static value => Luhn.Holds(value) && !Weights.Uniform(value)),
        new(Emirates, "7849{12}", Emirati), new(Emirates, "784-9999-9999999-9", Emirati), new(Saudi, "[12]9{9}", Luhn.Holds),
    ];

    private static bool Turkish(ReadOnlySpan<char> value)
    {
        var odd = Weights.Sum(value, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
        var even = Weights.Sum(value, [0, 1, 0, 1, 0, 1, 0, 1]);
        var tenth = ((7 * odd) - even + 100) % 10;
        return tenth == value[9] - '0' && (odd + even + tenth) % 10 == value[10] - '0';
    }

    private static bool Province(ReadOnlySpan<char> value) => Days.Two(value, 0) is >= 1 and <= 81;

    private static bool Emirati(ReadOnlySpan<char> value) => value.StartsWith("784") && Luhn.Holds(value);
}
