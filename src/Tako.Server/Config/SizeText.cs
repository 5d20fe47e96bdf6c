using System.Globalization;

namespace Tako.Server.Config;

/// <summary>Reads a number of bytes: <c>33554432</c>, <c>32MiB</c>, <c>500 kB</c>.</summary>
internal static class SizeText
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("kB", 1000), ("KB", 1000), ("MB", 1_000_000),
        ("GB", 1_000_000_000), ("k", 1L << 10), ("K", 1L << 10), ("M", 1L << 20), ("G", 1L << 30), ("B", 1), ("", 1),
    ];

    /// <summary>Null when the text is no size above zero.</summary>
    public static long? Parse(string text)
    {
        var trimmed = text.Trim();
        var (unit, bytes) = Units.First(known => trimmed.EndsWith(known.Unit, StringComparison.Ordinal));
        var number = trimmed[..^unit.Length].TrimEnd();
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            return null;
        return count > 0 && count < long.MaxValue / (decimal)bytes ? (long)(count * bytes) : null;
    }
}
