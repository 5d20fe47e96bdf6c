using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of India; rules of the UIDAI, the Income Tax Department and the GST Network.</summary>
internal static class India
{
    private const string Check36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly PersonalKind Aadhaar = new("in_aadhaar", "IN", "Aadhaar; Verhoeff", 0.4, 0.97) { Cues = Cue.Identity };

    private static readonly PersonalKind Pan = new(
        "in_pan", "IN", "permanent account number; the fourth letter tells whose", 0.6, 0.95) { Cues = Cue.Tax };

    private static readonly PersonalKind Gstin = new(
        "in_gstin", "IN", "tax number of a business; state, PAN and check character", 0.6, 0.95)
    { Cues = Cue.Vat | Cue.Tax };

    private static readonly PersonalKind Voter = new("in_voter", "IN", "number of a voter's card", 0.2, 0.85) { Cues = Cue.Voter };

    private static readonly PersonalKind Passport = new(
        "in_passport", "IN", "passport; a letter and seven digits", 0.1, 0.8) { Cues = Cue.Passport };

    private static readonly PersonalKind Vehicle = new(
        "in_vehicle_registration", "IN", "number plate of a state", 0.1, 0.8) { Cues = Cue.Plate };

    public static IEnumerable<Rule> Rules =>
    [
        new(Aadhaar, "[2-9]9{11}", Resident), new(Aadhaar, "[2-9]999[- :]9999[- :]9999", Resident, 0.7),
        new(Pan, "AAA[abcfghljpt]A9{4}A"), new(Pan, "A{5}9{4}A", null, 0.2),
        new(Gstin, "[0-3]9A{5}9{4}A[1-9a-z]zX", Business), new(Gstin, "[0-3]9A{5}9{4}A[1-9a-z]zX", Checked, 0.9),
        new(Voter, "AAA9{7}"), new(Passport, "[a-pr-wy][1-9]9{5}[1-9]"), new(Passport, "[a-pr-wy][1-9]9 ?9999[1-9]"),
        new(Vehicle, "AA99A{0,3}9{4}", State, 0.3), new(Vehicle, "AA9A{1,3}9{4}", State, 0.3),
        new(Vehicle, "AA[- ]99[- ]A{1,3}[- ]9{4}", State, 0.4),
        new(Vehicle, "AA9{4}", State), new(Vehicle, "AAA9{4}", null, 0.05) { Capitals = true }, new(Vehicle, "A9{5}", null, 0.02),
        new(Vehicle, "9{1,3}[cu][cdn]9{1,5}", null, 0.05), new(Vehicle, "99bh9{4}AA?", null, 0.4),
    ];

    private static bool Resident(ReadOnlySpan<char> value)
    {
        var palindrome = true;
        for (var index = 0; index < 6; index++)
            palindrome &= value[index] == value[11 - index];
        return !palindrome && Verhoeff.Holds(value);
    }

    private static bool Business(ReadOnlySpan<char> value) => Days.Two(value, 0) is >= 1 and <= 37;

    private static bool Checked(ReadOnlySpan<char> value)
    {
        var sum = 0;
        for (var index = 0; index < 14; index++)
        {
            var product = Check36.IndexOf(value[index], StringComparison.Ordinal) * (1 + (index & 1));
            sum += (product / 36) + (product % 36);
        }

        return Business(value) && Check36[(36 - (sum % 36)) % 36] == value[14];
    }

    private static bool State(ReadOnlySpan<char> value) =>
        "AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ SK TN TR TS UK UP WB"
            .AsSpan().Contains(value[..2], StringComparison.Ordinal);
}
