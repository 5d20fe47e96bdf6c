using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of South Africa, Nigeria and Egypt.</summary>
internal static class Africa
{
    private static readonly PersonalKind SouthAfrican = new(
        "za_id_number", "ZA", "identity number; birth date, citizenship and Luhn", 0.75, 0.97)
    { Cues = Cue.Identity };

    private static readonly PersonalKind Nin = new(
        "ng_nin", "NG", "national identity number; Verhoeff", 0.15, 0.9) { Cues = Cue.Identity };

    private static readonly PersonalKind NigerianPlate = new(
        "ng_vehicle_registration", "NG", "number plate; ABC-123DE", 0.35, 0.85) { Cues = Cue.Plate };

    private static readonly PersonalKind Egyptian = new(
        "eg_national_id", "EG", "national id; birth date and governorate", 0.5, 0.95) { Cues = Cue.Identity };

    public static IEnumerable<Rule> Rules =>
    [
        new(SouthAfrican, "9{10}[012]99", Citizen), new(SouthAfrican, "9{6} 9999 [012]99", Citizen, 0.85),
        new(Nin, "[1-9]9{10}", Verhoeff.Holds),
        new(NigerianPlate, "AAA[- ]999AA"), new(NigerianPlate, "AAA999AA", null, 0.15), new(Egyptian, "[23]9{13}", Birth),
    ];

    private static bool Citizen(ReadOnlySpan<char> value) => Days.YearFirst(value) && Luhn.Holds(value);

    private static bool Birth(ReadOnlySpan<char> value) => Days.YearFirst(value[1..]) && Days.Two(value, 7) is (>= 1 and <= 35) or 88;
}
