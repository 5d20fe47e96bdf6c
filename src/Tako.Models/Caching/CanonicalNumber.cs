using System.Globalization;

namespace Tako.Models.Caching;

/// <summary>
/// One spelling for JSON numbers that mean the same: digits without zeros at either end, then the power of ten. Nothing is
/// rounded, however long the number is.
/// </summary>
internal static class CanonicalNumber
{
    /// <summary>More room than any number of this length needs.</summary>
    public static int Room(int length) => length + 16;

    /// <summary>Writes the number's one spelling and returns its length.</summary>
    public static int Write(ReadOnlySpan<byte> number, Span<byte> output)
    {
        var negative = number[0] == (byte)'-';
        var mantissa = negative ? number[1..] : number;
        long power = 0;
        if (mantissa.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var mark)
        {
            // An exponent that no arithmetic can take stays as it was written.
            if (mantissa.Length - mark > 12)
                return Verbatim(number, output);
            power = int.Parse(mantissa[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..mark];
        }

        var at = negative ? 1 : 0;
        var point = mantissa.IndexOf((byte)'.');
        var digits = mantissa.Length - (point < 0 ? 0 : 1);
        mantissa[..(point < 0 ? digits : point)].CopyTo(output[at..]);
        if (point >= 0)
        {
            mantissa[(point + 1)..].CopyTo(output[(at + point)..]);
            power -= digits - point;
        }

        var written = output.Slice(at, digits);
        var first = written.IndexOfAnyExcept((byte)'0');
        if (first < 0)
        {
            output[0] = (byte)'0';
            return 1;
        }

        var last = written.LastIndexOfAnyExcept((byte)'0');
        power += digits - 1 - last;
        written[first..(last + 1)].CopyTo(output[at..]);
        at += last + 1 - first;
        if (negative)
            output[0] = (byte)'-';
        if (power != 0)
        {
            output[at++] = (byte)'e';
            power.TryFormat(output[at..], out var length, default, CultureInfo.InvariantCulture);
            at += length;
        }

        return at;
    }

    // A mark that no other spelling begins with.
    private static int Verbatim(ReadOnlySpan<byte> number, Span<byte> output)
    {
        output[0] = (byte)'=';
        number.CopyTo(output[1..]);
        return number.Length + 1;
    }
}
