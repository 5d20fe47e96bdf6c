using System.Collections.Frozen;

namespace Tako.Arms.Judging.Facts.Values;

/// <summary>Units, currencies, scales and small numbers in words.</summary>
internal static class Units
{
    // Symbols are told apart by case (mW, MW); words are looked up in lower case.
    private static readonly FrozenDictionary<string, (FactKind Kind, string Unit, double Factor)> Known =
        new Dictionary<string, (FactKind, string, double)>(
        [
            .. Of(FactKind.Duration, "s", ("ns", 1e-9), ("µs", 1e-6), ("us", 1e-6), ("ms", 1e-3), ("s", 1), ("sec", 1), ("secs", 1),
                ("min", 60), ("mins", 60),
                ("h", 3600), ("hr", 3600), ("hrs", 3600), ("nanosecond", 1e-9), ("microsecond", 1e-6), ("millisecond", 1e-3),
                ("second", 1), ("minute", 60), ("hour", 3600), ("day", 86400), ("week", 604800)),
            .. Of(FactKind.Duration, "month", ("month", 1), ("year", 12), ("yr", 12), ("yrs", 12), ("decade", 120)),
            .. Of(FactKind.Quantity, "byte", ("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("KiB", 1024),
                ("MiB", 1048576), ("GiB", 1073741824), ("TiB", 1099511627776), ("byte", 1), ("kilobyte", 1e3), ("megabyte", 1e6),
                ("gigabyte", 1e9), ("terabyte", 1e12)),
            .. Of(FactKind.Quantity, "bit", ("kbit", 1e3), ("Mbit", 1e6), ("Gbit", 1e9), ("bit", 1)),
            .. Of(FactKind.Quantity, "m", ("mm", 1e-3), ("cm", 1e-2), ("m", 1), ("km", 1e3), ("millimetre", 1e-3), ("centimetre", 1e-2),
                ("metre", 1), ("meter", 1), ("kilometre", 1e3), ("kilometer", 1e3), ("mile", 1609.344), ("foot", 0.3048), ("feet", 0.3048)),
            .. Of(FactKind.Quantity, "g", ("mg", 1e-3), ("g", 1), ("kg", 1e3), ("gram", 1), ("kilogram", 1e3), ("tonne", 1e6)),
            .. Of(FactKind.Quantity, "Hz", ("Hz", 1), ("kHz", 1e3), ("MHz", 1e6), ("GHz", 1e9)),
            .. Of(FactKind.Quantity, "W", ("mW", 1e-3), ("W", 1), ("kW", 1e3), ("MW", 1e6), ("watt", 1), ("kilowatt", 1e3)),
            .. Of(FactKind.Quantity, "V", ("mV", 1e-3), ("V", 1), ("kV", 1e3), ("volt", 1)),
            .. Of(FactKind.Quantity, "°C", ("°C", 1), ("celsius", 1)),
        ]).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Currencies = new Dictionary<string, string>
    {
        ["$"] = "USD", ["€"] = "EUR", ["£"] = "GBP", ["¥"] = "JPY", ["usd"] = "USD", ["eur"] = "EUR", ["gbp"] = "GBP", ["jpy"] = "JPY",
        ["chf"] = "CHF", ["cad"] = "CAD", ["aud"] = "AUD", ["inr"] = "INR", ["cny"] = "CNY", ["dollar"] = "USD", ["dollars"] = "USD",
        ["euro"] = "EUR", ["euros"] = "EUR", ["pounds"] = "GBP", ["yen"] = "JPY",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Words =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] LongMonths =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    public static (FactKind Kind, string Unit, double Factor)? Of(Raw raw)
    {
        if (raw.Kind != RawKind.Word)
            return null;
        if (Known.TryGetValue(raw.Text, out var unit))
            return unit;
        var word = raw.Word;
        if (word.Length < 3)
            return null;
        return Known.TryGetValue(word, out unit)
            || (word[^1] == 's' && word.Length > 3 && Known.TryGetValue(word[..^1], out unit)) ? unit : null;
    }

    public static string? Currency(Raw raw) => Currencies.GetValueOrDefault(raw.Kind == RawKind.Sign ? raw.Text : raw.Word);

    /// <summary>Thousands and more; letters count only where they touch the number.</summary>
    public static double? Scale(Raw raw, bool money) => raw switch
    {
        { Kind: not RawKind.Word } => null,
        { Glued: true, Text: "k" or "K" } => 1e3,
        { Glued: true, Text: "M" } => 1e6,
        { Glued: true, Text: "m" } when money => 1e6,
        { Glued: true, Text: "B" } when money => 1e9,
        { Word: "bn" } => 1e9,
        { Word: "hundred" } => 1e2,
        { Word: "thousand" } => 1e3,
        { Word: "million" } => 1e6,
        { Word: "billion" } => 1e9,
        _ => null,
    };

    /// <summary>A number written out, up to twelve.</summary>
    public static int? Word(string word) => Array.IndexOf(Words, word) is >= 0 and var number ? number : null;

    /// <summary>A month by its name, from 1.</summary>
    public static int? Month(string word)
    {
        var number = Array.IndexOf(LongMonths, word);
        if (number < 0)
            number = Array.IndexOf(Months, word == "sept" ? "sep" : word);
        return number < 0 ? null : number + 1;
    }

    private static IEnumerable<KeyValuePair<string, (FactKind, string, double)>> Of(FactKind kind, string unit,
        params (string Name, double Factor)[] names) => names.Select(name => KeyValuePair.Create(name.Name, (kind, unit, name.Factor)));
}
