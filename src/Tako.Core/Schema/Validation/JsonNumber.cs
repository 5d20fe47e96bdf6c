using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Tako.Core.Schema.Validation;

/// <summary>A JSON number taken exactly: digits times a power of ten, without trailing zeros.</summary>
internal readonly struct JsonNumber : IComparable<JsonNumber>
{
    private const int MostDigits = 1000;
    private readonly BigInteger _digits;
    private readonly int _exponent;
    private readonly int _length;

    private JsonNumber(BigInteger digits, int exponent, int length) => (_digits, _exponent, _length) = (digits, exponent, length);

    public bool IsInteger => _exponent >= 0;

    public bool IsPositive => _digits.Sign > 0;

    public static JsonNumber Of(JsonElement value) => Parse(value.GetRawText());

    public static JsonNumber Parse(ReadOnlySpan<char> text)
    {
        var negative = text.StartsWith('-');
        text = negative ? text[1..] : text;
        var exponent = 0L;
        if (text.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            exponent = long.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written)
                ? Math.Clamp(written, -1_000_000_000, 1_000_000_000)
                : text[e + 1] == '-' ? -1_000_000_000 : 1_000_000_000;
            text = text[..e];
        }

        var point = text.IndexOf('.');
        Span<char> buffer = text.Length <= 256 ? stackalloc char[256] : new char[text.Length];
        var length = 0;
        foreach (var digit in text)
        {
            if (digit != '.')
                buffer[length++] = digit;
        }

        exponent -= point < 0 ? 0 : text.Length - point - 1;
        var digits = buffer[..length].TrimStart('0');
        var kept = digits.TrimEnd('0');
        if (kept.IsEmpty)
            return default;
        exponent += digits.Length - kept.Length;
        if (kept.Length > MostDigits)
        {
            // Beyond a thousand digits only the magnitude matters.
            exponent += kept.Length - MostDigits;
            kept = kept[..MostDigits];
        }

        var number = BigInteger.Parse(kept, NumberStyles.None, CultureInfo.InvariantCulture);
        return new JsonNumber(negative ? -number : number, (int)Math.Clamp(exponent, int.MinValue / 2, int.MaxValue / 2), kept.Length);
    }

    public int CompareTo(JsonNumber other)
    {
        if (_digits.Sign != other._digits.Sign || _digits.IsZero)
            return _digits.Sign.CompareTo(other._digits.Sign);
        var order = ((long)_length + _exponent).CompareTo((long)other._length + other._exponent);
        if (order != 0)
            return order * _digits.Sign;
        var (left, right) = Align(this, other);
        return left.CompareTo(right);
    }

    public bool IsMultipleOf(JsonNumber divisor)
    {
        if (_digits.IsZero)
            return true;

        // A whole multiple that is astronomically larger is decided by the last digits alone only if it is written out.
        if (Math.Abs((long)_exponent - divisor._exponent) > 4000)
            return _exponent > divisor._exponent && (BigInteger.Pow(10, 4000) % divisor._digits).IsZero;
        var (left, right) = Align(this, divisor);
        return (left % right).IsZero;
    }

    private static (BigInteger Left, BigInteger Right) Align(JsonNumber left, JsonNumber right)
    {
        var low = Math.Min(left._exponent, right._exponent);
        return (left._digits * BigInteger.Pow(10, left._exponent - low), right._digits * BigInteger.Pow(10, right._exponent - low));
    }
}
