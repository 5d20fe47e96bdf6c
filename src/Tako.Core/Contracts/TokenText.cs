using System.Globalization;
using Tako.Core.Faults;

namespace Tako.Core.Contracts;

/// <summary>Counts of tokens as people write them: <c>20000</c>, <c>200k</c>, <c>1.5M</c>.</summary>
public static class TokenText
{
    private const string Expected = "expected a number of tokens such as 50000, 200k or 1.5M";
    private const decimal Most = 1_000_000_000_000;

    public static Parsed<long> Parse(string text)
    {
        var trimmed = text.Trim();
        var scale = trimmed is [.., 'k' or 'K'] ? 1_000m : trimmed is [.., 'm' or 'M'] ? 1_000_000m : 1m;
        var digits = scale == 1 ? trimmed : trimmed[..^1];
        if (digits.Length is 0 or > 20 || digits[0] == '.' || digits[^1] == '.'
            || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return Wrong($"{Expected}, found '{DurationText.Short(text)}'");
        var tokens = number * scale;
        if (tokens > Most)
            return Wrong($"{Expected}; '{DurationText.Short(text)}' is more than a trillion");
        return tokens == decimal.Truncate(tokens)
            ? new Parsed<long>.Ok((long)tokens)
            : Wrong($"{Expected}; '{DurationText.Short(text)}' is not a whole number");
    }

    private static Parsed<long> Wrong(string message) => new Parsed<long>.Faulty([new Fault("/", 0, message)]);
}
