using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of Singapore, Thailand, the Philippines, Malaysia and Indonesia.</summary>
internal static class SouthEastAsia
{
    private static readonly PersonalKind Nric = new("sg_fin", "SG", "NRIC and FIN; letter by weights", 0.8, 0.97) { Cues = Cue.Identity };

    private static readonly PersonalKind Uen = new(
        "sg_uen", "SG", "number of an entity; letter by weights", 0.7, 0.95) { Cues = Cue.Company };

    private static readonly PersonalKind Thai = new(
        "th_tnin", "TH", "national id; province and mod 11", 0.6, 0.97) { Cues = Cue.Identity };

    private static readonly PersonalKind Tin = new("ph_tin", "PH", "tax number; mod 11", 0.1, 0.9) { Cues = Cue.Tax };

    private static readonly PersonalKind MyKad = new("my_nric", "MY", "MyKad; birth date and place", 0.55, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind Nik = new("id_nik", "ID", "NIK; province and birth date", 0.3, 0.95) { Cues = Cue.Identity };

    public static IEnumerable<Rule> Rules =>
    [
        new(Nric, "[stfgm]9{7}A", Singapore), new(Nric, "A9{7}A", null, 0.05),
        new(Uen, "9{8}A", Business), new(Uen, "[12]9{8}A", Local), new(Uen, "[rst]99AA9{4}A", Other),
        new(Thai, "[1-9]9{12}", National), new(Thai, "9-9999-99999-99-9", National, 0.9), new(Thai, "9 9999 99999 99 9", National, 0.9),
        new(Tin, "999-999-999-9{3,5}", Taxpayer, 0.6), new(Tin, "999-999-999", Taxpayer, 0.2), new(Tin, "9{9}", Taxpayer),
        new(Tin, "9{12}", Taxpayer, 0.03),
        new(MyKad, "9{6}-99-9{4}", Malaysian), new(MyKad, "9{12}", Malaysian, 0.1), new(Nik, "[1-9]9{15}", Indonesian),
    ];

    private static bool Singapore(ReadOnlySpan<char> value)
    {
        var sum = Weights.Sum(value[1..], [2, 7, 6, 5, 4, 3, 2]);
        return value[0] switch
        {
            'S' => "JZIHGFEDCBA"[sum % 11] == value[8],
            'T' => "JZIHGFEDCBA"[(sum + 4) % 11] == value[8],
            'F' => "XWUTRQPNMLK"[sum % 11] == value[8],
            'G' => "XWUTRQPNMLK"[(sum + 4) % 11] == value[8],
            _ => "KLJNPQRTUWX"[10 - ((sum + 3) % 11)] == value[8],
        };
    }

    private static bool Business(ReadOnlySpan<char> value) =>
        "XMKECAWLJDB"[Weights.Sum(value, [10, 4, 9, 3, 8, 2, 7, 1]) % 11] == value[8];

    private static bool Local(ReadOnlySpan<char> value) =>
        Letters.Number(value[..4]) is >= 1800 and <= 2100
            && "ZKCMDNERGWH"[Weights.Sum(value, [10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11] == value[9];

    private static bool Other(ReadOnlySpan<char> value)
    {
        const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWX0123456789";
        ReadOnlySpan<byte> weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
        var sum = 0;
        for (var index = 0; index < 9; index++)
            sum += weights[index] * Math.Max(0, Alphabet.IndexOf(value[index], StringComparison.Ordinal));
        return Alphabet[(sum + 6) % 11] == value[9];
    }

    // The second and third digit are a province in use.
    private static bool National(ReadOnlySpan<char> value)
    {
        var province = Days.Two(value, 1);
        return province is (>= 10 and <= 27) or (>= 30 and <= 58) or (>= 60 and <= 67)
                or (>= 70 and <= 77) or (>= 80 and <= 86) or (>= 90 and <= 96)
            && (11 - (Weights.Sum(value, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 == value[12] - '0';
    }

    private static bool Taxpayer(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && Weights.Sum(value, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 == value[8] - '0';

    private static bool Malaysian(ReadOnlySpan<char> value) =>
        Days.YearFirst(value) && Days.Two(value, 6) is >= 1 and not (17 or 18 or 19 or 20);

    // Women have 40 added to the day of birth.
    private static bool Indonesian(ReadOnlySpan<char> value)
    {
        var day = Days.Two(value, 6);
        return Days.Two(value, 0) is >= 11 and <= 96 && Days.Valid(Days.Two(value, 8), day > 40 ? day - 40 : day)
            && !value.EndsWith("0000");
    }
}
