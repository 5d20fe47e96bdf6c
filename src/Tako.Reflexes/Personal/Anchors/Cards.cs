using Tako.Reflexes.Personal.Checks;

namespace Tako.Reflexes.Personal.Anchors;

/// <summary>
/// Payment cards and IMEI: long numbers with a check digit of Luhn. Ranges as in ISO/IEC 7812 and the issuers' own pages.
/// </summary>
internal static class Cards
{
    public static IEnumerable<Rule> Rules =>
    [
        new(CommonKinds.Card, "9{14,19}", Issued), new(CommonKinds.Card, "9{13}", Issued, 0.6),
        new(CommonKinds.Card, "9{12}", Issued, 0.5),
        new(CommonKinds.Card, "9999[- .]9999[- .]9999[- .]9999", Issued, 0.95),
        new(CommonKinds.Card, "9999[- ]9999[- ]9999[- ]9999[- ]9{1,3}", Issued, 0.95),
        new(CommonKinds.Card, "9999[- ]9{6}[- ]9{5}", Issued, 0.95), new(CommonKinds.Card, "9999[- ]9{6}[- ]9999", Issued, 0.95),
        new(CommonKinds.Card, "9{13,19}", Long, 0.2), new(CommonKinds.Card, "9999[- ]9999[- ]9999[- ]9999", Long, 0.45),
        new(CommonKinds.Imei, "9{15}", Device), new(CommonKinds.Imei, "99-9{6}-9{6}-9", Device, 0.6),
    ];

    private static bool Device(ReadOnlySpan<char> value) => Luhn.Holds(value) && !Weights.Uniform(value);

    // Of an issuer that is not known here; counts beside a word about cards.
    private static bool Long(ReadOnlySpan<char> value) => value[0] != '0' && Luhn.Holds(value) && !Weights.Uniform(value);

    private static bool Issued(ReadOnlySpan<char> value) => Range(value) && Luhn.Holds(value) && !Weights.Uniform(value);

    private static bool Range(ReadOnlySpan<char> value)
    {
        var (length, four, two) = (value.Length, Letters.Number(value[..4]), Days.Two(value, 0));
        return two switch
        {
            >= 40 and <= 49 => length is 13 or 16 or 19,
            34 or 37 => length == 15,
            30 or 36 or 38 or 39 => length is 14 or (>= 16 and <= 19),
            35 => four is >= 3528 and <= 3589 && length >= 16,
            18 or 21 => four is 1800 or 2131 && length == 15,
            >= 51 and <= 55 => length == 16,
            >= 22 and <= 27 => (four is >= 2221 and <= 2720 && length == 16) || (four is >= 2200 and <= 2204 && length >= 16),
            50 or (>= 56 and <= 69) => true,
            81 or 82 => length == 16,
            97 => four == 9792 && length == 16,
            _ => false,
        };
    }
}
