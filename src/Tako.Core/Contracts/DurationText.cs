using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tako.Core.Faults;

namespace Tako.Core.Contracts;

/// <summary>Durations as people write them: <c>90s</c>, <c>15m</c>, <c>1h30m</c>, <c>1.5h</c>, <c>250ms</c>, <c>2d</c>.</summary>
public static partial class DurationText
{
    private const string Expected = "expected a duration such as 90s, 15m or 1h30m";
    private static readonly (string Unit, decimal Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    public static Parsed<TimeSpan> Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length is 0 or > 64 || !Whole().IsMatch(trimmed))
        {
            return Wrong(decimal.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                ? $"{Expected}; '{text}' has no unit" : $"{Expected}, found '{Short(text)}'");
        }

        var ticks = 0m;
        var last = -1;
        foreach (Match part in Part().Matches(trimmed))
        {
            var unit = Array.FindIndex(Units, unit => unit.Unit == part.Groups[2].Value);
            if (unit <= last)
                return Wrong($"{Expected}; units go from large to small, once each, in '{Short(text)}'");
            last = unit;
            if (!decimal.TryParse(part.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > 1_000_000_000)
                return Wrong($"{Expected}; '{Short(text)}' is too long a time");
            ticks += number * Units[unit].Ticks;
        }

        return ticks > TimeSpan.TicksPerDay * 3650m
            ? Wrong($"{Expected}; '{Short(text)}' is longer than ten years")
            : new Parsed<TimeSpan>.Ok(new TimeSpan((long)ticks));
    }

    /// <summary>The shortest text that reads back as exactly this duration.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";
        var text = new StringBuilder();
        var left = duration.Ticks;
        foreach (var (unit, size) in Units.AsSpan(0, 3))
        {
            if (left / (long)size is > 0 and var whole)
                text.Append(CultureInfo.InvariantCulture, $"{whole}{unit}");
            left %= (long)size;
        }

        if (left > 0)
            text.Append(((decimal)left / TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture)).Append('s');
        return text.ToString();
    }

    private static Parsed<TimeSpan> Wrong(string message) => new Parsed<TimeSpan>.Faulty([new Fault("/", 0, message)]);

    internal static string Short(string text) => text.Length <= 40 ? text : $"{text.AsSpan(0, 40)}…";

    [GeneratedRegex(@"^(?:[0-9]+(?:\.[0-9]+)?(?:ms|s|m|h|d))+$", RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
