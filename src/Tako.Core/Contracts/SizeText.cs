using System.Globalization;
using Tako.Core.Faults;

namespace Tako.Core.Contracts;

/// <summary>Numbers of bytes as people write them: <c>33554432</c>, <c>32MiB</c>, <c>1.5 GiB</c>, <c>500kB</c>.</summary>
public static class SizeText
{
    private const string Expected = "expected a size such as 32MiB, 500kB or a number of bytes";

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("k", 1L << 10), ("K", 1L << 10), ("M", 1L << 20), ("G", 1L << 30), ("B", 1), ("", 1),
    ];

    public static Parsed<long> Parse(string text)
    {
        var trimmed = text.Trim();
        var (unit, bytes) = Units.First(known => trimmed.EndsWith(known.Unit, StringComparison.Ordinal));
        var number = trimmed[..^unit.Length].TrimEnd();
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            return Wrong($"{Expected}, found '{DurationText.Short(text)}'");
        return count <= long.MaxValue / (decimal)bytes
            ? new Parsed<long>.Ok((long)(count * bytes))
            : Wrong($"{Expected}; '{DurationText.Short(text)}' is too large");
    }

    private static Parsed<long> Wrong(string message) => new Parsed<long>.Faulty([new Fault("/", 0, message)]);
}
