using System.Diagnostics.Metrics;
using System.Text;

namespace Tako.Server.Telemetry;

/// <summary>
/// What an instrument is called in Prometheus, by OpenTelemetry's rules for it: other signs become underscores, the unit is written
/// out at the end, and a counter ends in <c>_total</c>.
/// </summary>
internal static class MetricName
{
    public static string Of(Instrument instrument, MetricKind kind)
    {
        var name = new StringBuilder(Clean(instrument.Name));
        var unit = UnitOf(instrument.Unit, kind);
        if (unit.Length > 0 && !EndsWith(name, unit))
            name.Append('_').Append(unit);
        if (kind == MetricKind.Counter && !EndsWith(name, "total"))
            name.Append("_total");
        return name.ToString();
    }

    /// <summary>A name that Prometheus takes for a metric or a label.</summary>
    public static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
                clean.Append(letter);
            else if (clean.Length > 0 && clean[^1] != '_')
                clean.Append('_');
        }

        if (clean.Length == 0 || char.IsAsciiDigit(clean[0]))
            clean.Insert(0, '_');
        return clean.ToString().TrimEnd('_') is { Length: > 0 } trimmed ? trimmed : "_";
    }

    private static bool EndsWith(StringBuilder name, string word)
    {
        var text = name.ToString();
        return text == word || text.EndsWith($"_{word}", StringComparison.Ordinal);
    }

    private static string UnitOf(string? unit, MetricKind kind)
    {
        if (string.IsNullOrEmpty(unit))
            return "";
        // What stands in braces only annotates.
        var open = unit.IndexOf('{', StringComparison.Ordinal);
        var plain = open >= 0 && unit.IndexOf('}', open) is > 0 and var close ? unit.Remove(open, close - open + 1) : unit;
        var slash = plain.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0)
            return $"{Word(plain[..slash])}_per_{Single(plain[(slash + 1)..])}";
        return plain == "1" ? kind == MetricKind.Gauge ? "ratio" : "" : Word(plain);
    }

    private static string Word(string unit) => unit switch
    {
        "" => "",
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "%" => "percent",
        _ => Clean(unit),
    };

    private static string Single(string unit) => unit switch
    {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        _ => Clean(unit),
    };
}
