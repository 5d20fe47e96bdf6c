namespace Tako.Reflexes.Personal.Shapes;

/// <summary>
/// The written form of a value, of fixed length: <c>9</c> a digit, <c>A</c> a letter, <c>X</c> either, <c>H</c> a hexadecimal digit,
/// <c>[13-5]</c> one of these, a lower-case letter itself in either case, anything else itself; <c>?</c> after one makes it optional,
/// <c>{3}</c> repeats it.
/// </summary>
internal sealed class Shape
{
    // Halves of the classes: for letters below 64, and for the rest of ASCII.
    private readonly (ulong Low, ulong High)[] _classes;

    private Shape(UInt128[] classes, Rule rule)
    {
        (_classes, Rule) = ([.. classes.Select(static one => ((ulong)one, (ulong)(one >> 64)))], rule);
        Separated = classes.Any(static one => (one & Alnum) == 0);
        First = Run(classes, 0);
        Second = First < classes.Length ? Run(classes, First + 1) : 0;
        StartsWithDigit = (classes[0] & Digits) != 0;
        StartsWithLetter = (classes[0] & ~Digits) != 0;
        LettersFirst = classes.Take(First).All(static one => (one & Digits) == 0) && Separated;
    }

    private static UInt128 Digits { get; } = Set("0123456789");

    private static UInt128 Alphabet { get; } = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static UInt128 Alnum => Digits | Alphabet;

    public Rule Rule { get; }

    public int Length => _classes.Length;

    /// <summary>Length of the first word, and of the second where a separator follows.</summary>
    public int First { get; }

    public int Second { get; }

    public bool Separated { get; }

    public bool StartsWithDigit { get; }

    public bool StartsWithLetter { get; }

    /// <summary>Whether its first word is of letters alone, so that the digit that is looked for comes later.</summary>
    public bool LettersFirst { get; }

    /// <summary>All forms of a rule, one for each choice of its optional places.</summary>
    public static IEnumerable<Shape> Of(Rule rule)
    {
        var forms = new List<UInt128[]> { Array.Empty<UInt128>() };
        var pattern = rule.Pattern;
        for (var at = 0; at < pattern.Length;)
        {
            var one = Class(pattern, ref at);
            var (least, most) = (1, 1);
            if (at < pattern.Length && pattern[at] == '?')
            {
                (least, at) = (0, at + 1);
            }
            else if (at < pattern.Length && pattern[at] == '{')
            {
                var close = pattern.IndexOf('}', at);
                var bounds = pattern[(at + 1)..close].Split(',');
                (least, most, at) = (int.Parse(bounds[0]), int.Parse(bounds[^1]), close + 1);
            }

            forms = [.. forms.SelectMany(form => Enumerable.Range(least, most - least + 1).Select(
                count => (UInt128[])[.. form, .. Enumerable.Repeat(one, count)]))];
        }

        return forms.Select(form => new Shape(form, rule));
    }

    public bool Fits(ReadOnlySpan<char> text, int start)
    {
        if (start + _classes.Length > text.Length)
            return false;
        for (var index = 0; index < _classes.Length; index++)
        {
            var letter = text[start + index];
            var (low, high) = _classes[index];
            if (letter >= 128 || ((letter < 64 ? low : high) >> (letter & 63) & 1) == 0)
                return false;
        }

        return true;
    }

    private static int Run(UInt128[] classes, int from)
    {
        var to = from;
        while (to < classes.Length && (classes[to] & Alnum) != 0)
            to++;
        return to - from;
    }

    private static UInt128 Class(string pattern, ref int at)
    {
        var letter = pattern[at++];
        if (letter == '[')
        {
            var close = pattern.IndexOf(']', at);
            var set = Ranges(pattern[at..close]);
            at = close + 1;
            return set;
        }

        return letter switch
        {
            '9' => Digits,
            'A' => Alphabet,
            'X' => Alnum,
            'H' => Set("0123456789abcdefABCDEF"),
            _ => Set([letter, char.ToUpperInvariant(letter)]),
        };
    }

    private static UInt128 Ranges(string written)
    {
        UInt128 set = 0;
        for (var at = 0; at < written.Length; at++)
        {
            var last = at + 2 < written.Length && written[at + 1] == '-' ? written[at + 2] : written[at];
            for (var letter = written[at]; letter <= last; letter++)
                set |= Set([letter, char.ToUpperInvariant(letter)]);
            at += last == written[at] ? 0 : 2;
        }

        return set;
    }

    private static UInt128 Set(ReadOnlySpan<char> letters)
    {
        UInt128 set = 0;
        foreach (var letter in letters)
            set |= UInt128.One << letter;
        return set;
    }
}
