using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of Korea, China, Taiwan, Hong Kong and Japan.</summary>
internal static class EastAsia
{
    private static readonly PersonalKind Rrn = new(
        "kr_rrn", "KR", "resident's number; birth date, region and check digit", 0.7, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind Frn = new("kr_frn", "KR", "foreigner's number; birth date", 0.6, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind Brn = new("kr_brn", "KR", "number of a business; weights", 0.75, 0.95) { Cues = Cue.Company };

    private static readonly PersonalKind Licence = new(
        "kr_driver_license", "KR", "driving licence; region 11 to 28", 0.4, 0.9) { Cues = Cue.Licence };

    private static readonly PersonalKind Passport = new(
        "kr_passport", "KR", "passport; M, S, R, O, D or G and eight places", 0.15, 0.8) { Cues = Cue.Passport };

    private static readonly PersonalKind Chinese = new(
        "cn_id", "CN", "resident's identity number; birth date and mod 11-2", 0.95, 0.98) { Cues = Cue.Identity };

    private static readonly PersonalKind Taiwanese = new(
        "tw_id", "TW", "national id; weights over letter and digits", 0.45, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind HongKong = new("hk_id", "HK", "identity card; mod 11", 0.7, 0.95) { Cues = Cue.Identity };

    private static readonly PersonalKind MyNumber = new(
        "jp_my_number", "JP", "individual number; mod 11", 0.2, 0.95) { Cues = Cue.Identity };

    public static IEnumerable<Rule> Rules =>
    [
        new(Rrn, "9{6}-[1-4]9{6}", Resident), new(Rrn, "9{6}[1-4]9{6}", Resident, 0.3), new(Rrn, "9{6}[1-4]9{6}", ResidentChecked, 0.75),
        new(Frn, "9{6}-[5-8]9{6}", Resident), new(Frn, "9{6}[5-8]9{6}", Resident, 0.3),
        new(Brn, "999-99-99999", Business), new(Brn, "9{10}", Business, 0.2),
        new(Licence, "99[- ]99[- ]9{6}[- ]99", Region), new(Licence, "9{12}", Region, 0.05),
        new(Passport, "[msrodg]9{8}"), new(Passport, "[msrodg]999A9999", null, 0.3),
        new(Chinese, "[1-9]9{16}[0-9x]", Citizen), new(Taiwanese, "A[1289]9{8}", Taiwan),
        new(HongKong, "AA?9{6}[0-9a]", Hong, 0.15),
        new(MyNumber, "9{12}", Individual), new(MyNumber, "9999[- ]9999[- ]9999", Individual, 0.3),
    ];

    private static bool Resident(ReadOnlySpan<char> value) => Days.YearFirst(value) && Days.Two(value, 7) <= 96;

    private static bool ResidentChecked(ReadOnlySpan<char> value) =>
        Resident(value) && (11 - (Weights.Sum(value, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 == value[12] - '0';

    private static bool Business(ReadOnlySpan<char> value) =>
        (10 - ((Weights.Sum(value, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + ((value[8] - '0') * 5 / 10)) % 10)) % 10 == value[9] - '0';

    private static bool Region(ReadOnlySpan<char> value) => Days.Two(value, 0) is >= 11 and <= 28;

    private static bool Citizen(ReadOnlySpan<char> value) => Days.FullYearFirst(value[6..]) && Iso7064.Mod11And2(value);

    private static bool Taiwan(ReadOnlySpan<char> value)
    {
        var letter = 10 + "ABCDEFGHJKLMNPQRSTUVXYWZIO".IndexOf(value[0], StringComparison.Ordinal);
        return ((letter / 10) + (letter % 10 * 9) + Weights.Sum(value[1..], [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 == 0;
    }

    private static bool Hong(ReadOnlySpan<char> value)
    {
        var digits = value.Length - 7;
        var sum = digits == 2 ? (9 * (value[0] - 'A' + 10)) + (8 * (value[1] - 'A' + 10)) : (9 * 36) + (8 * (value[0] - 'A' + 10));
        var check = (11 - ((sum + Weights.Sum(value[digits..], [7, 6, 5, 4, 3, 2])) % 11)) % 11;
        return value[^1] == (check == 10 ? 'A' : (char)('0' + check));
    }

    private static bool Individual(ReadOnlySpan<char> value)
    {
        var rest = Weights.Sum(value, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        return !Weights.Uniform(value) && (rest <= 1 ? 0 : 11 - rest) == value[11] - '0';
    }
}
