using System.Globalization;
using System.Text;

namespace Tako.Core.Schema.Validation;

/// <summary>Names of hosts in any script: the rules of IDNA 2008 (RFC 5890 to 5893) as far as general categories and blocks tell
/// them.</summary>
internal static class IdnHostname
{
    private const int MostLabel = 63;
    private const int MostName = 253;

    public static bool Fits(string text)
    {
        var labels = text.Split('.', '\u3002', '\uFF0E', '\uFF61');
        var length = labels.Length - 1;
        var names = new List<int[]>();
        foreach (var label in labels)
        {
            if (Label(label) is not var (points, encoded))
                return false;
            length += encoded;
            names.Add(points);
        }

        return length <= MostName && (!names.Exists(BidiRule.IsRightToLeft) || names.TrueForAll(BidiRule.Fits));
    }

    private static (int[] Points, int Encoded)? Label(string label)
    {
        if (label.Length is 0 or > MostName)
            return null;
        if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
        {
            if (label.Length > MostLabel || Punycode.Decode(label.AsSpan(4)) is not { } decoded || decoded.All(static point => point < 128)
                || !IsLabel(decoded) || !label.AsSpan(4).Equals(Punycode.Encode(decoded), StringComparison.OrdinalIgnoreCase))
                return null;
            return (decoded, label.Length);
        }

        var points = new List<int>();
        foreach (var rune in label.EnumerateRunes())
            points.Add(rune.Value);
        int[] all = [.. points];
        if (!IsLabel(all))
            return null;
        var encoded = all.All(static point => point < 128) ? all.Length : Punycode.Encode(all).Length + 4;
        return encoded <= MostLabel ? (all, encoded) : null;
    }

    private static bool IsLabel(int[] points)
    {
        if (points is [] or ['-', ..] or [.., '-'] or [_, _, '-', '-', ..] || IsMark(points[0]))
            return false;
        for (var at = 0; at < points.Length; at++)
        {
            if (!Fits(points, at))
                return false;
        }

        return true;
    }

    private static bool Fits(int[] points, int at)
    {
        var (point, before, after) = (points[at], at > 0 ? points[at - 1] : 0, at + 1 < points.Length ? points[at + 1] : 0);
        if (point < 128)
            return char.IsAsciiLetterOrDigit((char)point) || point == '-';
        return point switch
        {
            0x200D => Viramas.Contains((char)before),
            0x200C => Viramas.Contains((char)before) || (Joins(before) && Joins(after)),
            0x00B7 => before == 'l' && after == 'l',
            0x0375 => after is >= 0x370 and <= 0x3FF or >= 0x1F00 and <= 0x1FFF,
            0x05F3 or 0x05F4 => before is >= 0x590 and <= 0x5FF,
            0x30FB => Array.Exists(points, IsJapanese),
            >= 0x660 and <= 0x669 => !Array.Exists(points, static other => other is >= 0x6F0 and <= 0x6F9),
            0x00DF or 0x03C2 or 0x06FD or 0x06FE or 0x0F0B or 0x3007 => true,
            0x0640 or 0x07FA or 0x302E or 0x302F or (>= 0x3031 and <= 0x3035) or 0x303B => false,
            _ => Category(point) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber,
        };
    }

    // Combining class 9: they take the vowel from the letter before.
    private const string Viramas = "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA\u0E3A\u0EBA\u0F84\u1039\u103A"
        + "\u1714\u1734\u17D2\u1A60\u1B44\u1BAA\u1BAB\u1BF2\u1BF3\u2D7F\uA806\uA8C4\uA953\uA9C0\uAAF6\uABED";

    private static bool Joins(int point) => point is >= 0x620 and <= 0x8FF or >= 0x1800 and <= 0x18AF or >= 0xA840 and <= 0xA87F;

    private static bool IsJapanese(int point) => point != 0x30FB
        && point is >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF
            or 0x3005 or 0x3007;

    private static bool IsMark(int point) => Category(point) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.EnclosingMark;

    internal static UnicodeCategory Category(int point) => Rune.IsValid(point) ? Rune.GetUnicodeCategory(new Rune(point))
        : UnicodeCategory.Surrogate;
}

/// <summary>The rule for names with letters that are written from right to left (RFC 5893).</summary>
internal static class BidiRule
{
    private enum Direction
    {
        Left,
        Right,
        Digit,
        ArabicDigit,
        Mark,
        Other,
    }

    public static bool IsRightToLeft(int[] label) => Array.Exists(label, static point => Of(point) is Direction.Right
        or Direction.ArabicDigit);

    public static bool Fits(int[] label)
    {
        var end = label.Length - 1;
        while (end > 0 && Of(label[end]) == Direction.Mark)
            end--;
        switch (Of(label[0]))
        {
            case Direction.Right:
                return !Array.Exists(label, static point => Of(point) == Direction.Left)
                    && Of(label[end]) is Direction.Right or Direction.Digit or Direction.ArabicDigit
                    && !(Array.Exists(label, static point => Of(point) == Direction.Digit)
                        && Array.Exists(label, static point => Of(point) == Direction.ArabicDigit));
            case Direction.Left:
                return !IsRightToLeft(label) && Of(label[end]) is Direction.Left or Direction.Digit;
            default:
                return false;
        }
    }

    private static Direction Of(int point) => point switch
    {
        >= '0' and <= '9' or >= 0x6F0 and <= 0x6F9 => Direction.Digit,
        >= 0x660 and <= 0x669 or 0x66B or 0x66C or 0x6DD => Direction.ArabicDigit,
        < 128 => char.IsAsciiLetter((char)point) ? Direction.Left : Direction.Other,
        _ when IdnHostname.Category(point) == UnicodeCategory.NonSpacingMark => Direction.Mark,
        >= 0x590 and <= 0x8FF or >= 0xFB1D and <= 0xFDFF or >= 0xFE70 and <= 0xFEFF or >= 0x10800 and <= 0x10FFF
            or >= 0x1E800 and <= 0x1EFFF
            => Direction.Right,
        _ => IdnHostname.Category(point) is <= UnicodeCategory.OtherLetter or UnicodeCategory.SpacingCombiningMark ? Direction.Left
            : Direction.Other,
    };
}
