using System.Globalization;
using Tako.Core.Faults;

namespace Tako.Core.Contracts;

/// <summary>US dollars as people write them: <c>1.5</c>, <c>$1.50</c>, <c>1.5 usd</c>.</summary>
public static class MoneyText
{
    private const string Expected = "expected US dollars such as 1.5 or $1.50";
    private const decimal Most = 1_000_000_000;

    public static Parsed<decimal> Parse(string text)
    {
        var digits = text.Trim();
        if (digits.StartsWith('$'))
            digits = digits[1..].TrimStart();
        else if (digits.EndsWith("usd", StringComparison.OrdinalIgnoreCase))
            digits = digits[..^3].TrimEnd();
        else if (digits.EndsWith('$'))
            digits = digits[..^1].TrimEnd();
        if (digits.Length is 0 or > 24 || digits[0] == '.' || digits[^1] == '.'
            || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd))
            return Wrong($"{Expected}, found '{DurationText.Short(text)}'");
        return usd <= Most ? new Parsed<decimal>.Ok(usd) : Wrong($"{Expected}; '{DurationText.Short(text)}' is more than a billion");
    }

    private static Parsed<decimal> Wrong(string message) => new Parsed<decimal>.Faulty([new Fault("/", 0, message)]);
}
