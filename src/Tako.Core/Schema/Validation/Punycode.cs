using System.Text;

namespace Tako.Core.Schema.Validation;

/// <summary>The encoding of names of other scripts in ASCII (RFC 3492).</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;
    private const int FirstBias = 72;

    /// <summary>Null when the text is none.</summary>
    public static int[]? Decode(ReadOnlySpan<char> text)
    {
        var points = new List<int>();
        var dash = text.LastIndexOf('-');
        foreach (var letter in dash > 0 ? text[..dash] : [])
            points.Add(letter);
        var (n, i, bias) = (128, 0, FirstBias);
        for (var at = dash > 0 ? dash + 1 : 0; at < text.Length;)
        {
            var (before, weight) = (i, 1);
            for (var k = Base; ; k += Base)
            {
                if (at >= text.Length || Digit(text[at++]) is not (>= 0 and var digit))
                    return null;
                var next = i + ((long)digit * weight);
                var threshold = Math.Clamp(k - bias, TMin, TMax);
                if (next > int.MaxValue)
                    return null;
                i = (int)next;
                if (digit < threshold)
                    break;
                if ((long)weight * (Base - threshold) > int.MaxValue)
                    return null;
                weight *= Base - threshold;
            }

            bias = Adapt(i - before, points.Count + 1, before == 0);
            n += i / (points.Count + 1);
            i %= points.Count + 1;
            if (n is > 0x10FFFF or (>= 0xD800 and < 0xE000))
                return null;
            points.Insert(i++, n);
        }

        return [.. points];
    }

    public static string Encode(ReadOnlySpan<int> points)
    {
        var text = new StringBuilder();
        foreach (var point in points)
            text.Append(point < 128 ? ((char)point).ToString() : "");
        var (basic, handled) = (text.Length, text.Length);
        if (basic > 0)
            text.Append('-');
        long delta = 0;
        var (n, bias) = (128, FirstBias);
        while (handled < points.Length)
        {
            var least = int.MaxValue;
            foreach (var point in points)
                least = point >= n && point < least ? point : least;
            delta += (long)(least - n) * (handled + 1);
            n = least;
            foreach (var point in points)
            {
                if (point < n)
                    delta++;
                if (point != n)
                    continue;
                var rest = delta;
                for (var k = Base; ; k += Base)
                {
                    var threshold = Math.Clamp(k - bias, TMin, TMax);
                    if (rest < threshold)
                        break;
                    text.Append(Letter((int)(threshold + ((rest - threshold) % (Base - threshold)))));
                    rest = (rest - threshold) / (Base - threshold);
                }

                text.Append(Letter((int)rest));
                bias = Adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }

            delta++;
            n++;
        }

        return text.ToString();
    }

    private static int Adapt(long delta, int count, bool first)
    {
        delta = first ? delta / 700 : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
            delta /= Base - TMin;
        return k + (int)((Base - TMin + 1) * delta / (delta + 38));
    }

    private static int Digit(char letter) =>
        char.IsAsciiLetter(letter) ? (letter | 0x20) - 'a' : char.IsAsciiDigit(letter) ? letter - '0' + 26 : -1;

    private static char Letter(int digit) => (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);
}
