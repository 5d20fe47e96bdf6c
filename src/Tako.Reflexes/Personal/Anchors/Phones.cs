namespace Tako.Reflexes.Personal.Anchors;

/// <summary>Numbers of telephones: groups of digits with blanks, hyphens, dots, slashes and parentheses between them.</summary>
internal static class Phones
{
    private const int LongestExtension = 6;

    public static void Scan(in Scene scene, int word)
    {
        var text = scene.Text;
        if (!GoesOn(text, word) || !Begins(text, word, out var start))
            return;
        var read = new PhoneDigits { Plus = text[start] == '+', Blanks = true };
        var (place, end, score) = (word, 0, 0.0);
        while (true)
        {
            var group = place;
            while (place < text.Length && place - group <= PhoneDigits.MostDigits && Letters.IsDigit(text[place]))
                place++;
            // The trunk's zero of +44 (0)20 is not dialled from abroad.
            if (!(read.Plus && place - group == 1 && text[group] == '0' && Letters.At(text, group - 1) == '('
                && Letters.At(text, place) == ')')
                && !read.Take(text[group..place]))
                break;
            var extended = Extension(text, place);
            if (read.Count >= 6 && !Continues(text, extended) && Score(read) is var mine && mine >= score && mine > 0)
                (end, score) = (extended, mine);
            if (read.Count >= 10 && !Continues(text, place))
                National(scene, read, start, place);
            if (!Separator(text, place, ref read, out place))
                break;
        }

        // Three of the last groups may be the next number or a year: the longest reading that scores best is taken.
        if (end > 0 && !IsDate(read))
            scene.Add(start, end, CommonKinds.Phone, score);
    }

    // Most numbers of a text are short and stand alone: they are left at once.
    private static bool GoesOn(ReadOnlySpan<char> text, int word)
    {
        var place = word;
        while (place < text.Length && Letters.IsDigit(text[place]))
            place++;
        var length = place - word;
        if (length >= 6 || place + 1 >= text.Length)
            return length >= 6;
        // 3.14159 is a number of another sort.
        if (length == 1 && text[place] == '.')
            return false;
        return Letters.IsDigit(text[place + 1])
            ? !Letters.IsWord(text[place])
            : text[place] is ')' or ' ' && text[place + 1] is '(' or ' ' or '-' or '.' or '/';
    }

    private static bool Begins(ReadOnlySpan<char> text, int word, out int start)
    {
        start = word;
        var before = Letters.At(text, word - 1);
        if (Letters.IsWord(before) || (before is '-' or '.' or '/' or ':'
            && (Letters.DigitAt(text, word - 2) || Letters.At(text, word - 2) == ')')))
            return false;
        if (before == '(')
            start = Letters.At(text, word - 2) == '+' ? word - 2 : word - 1;
        else if (before == '+')
            start = Letters.At(text, word - 2) == '(' ? word - 2 : word - 1;
        if (start < word && Letters.At(text, start) == '(' && before == '+')
            start = word - 1;
        return !Letters.WordAt(text, start - 1);
    }

    private static bool Separator(ReadOnlySpan<char> text, int place, ref PhoneDigits read, out int next)
    {
        next = place;
        var closed = Letters.At(text, next) == ')';
        if (closed)
            next++;
        var mark = Letters.At(text, next);
        if (mark is ' ' or '-' or '.' or '/' or '\u00a0')
            next++;
        var opened = Letters.At(text, next) == '(';
        if (opened)
            next++;
        if (next == place || !Letters.DigitAt(text, next))
            return false;
        read.Enclosed |= closed && read.Groups <= 2;
        read.Blanks &= mark == ' ';
        read.FirstMark = read.Groups <= 1 ? mark : read.FirstMark;
        read.Mark = read.Groups <= 1 ? mark : read.Mark == mark ? mark : '\0';
        return true;
    }

    private static int Extension(ReadOnlySpan<char> text, int end)
    {
        var place = Letters.At(text, end) == ' ' ? end + 1 : end;
        if (Letters.At(text, place) is not ('x' or 'X' or 'e' or 'E' or '#'))
            return end;
        var rest = text[place..];
        place += rest.StartsWith("extension", StringComparison.OrdinalIgnoreCase) ? 9
            : rest.StartsWith("ext", StringComparison.OrdinalIgnoreCase) ? 3
            : rest[0] is 'x' or 'X' or '#' ? 1 : 0;
        while (Letters.At(text, place) is '.' or ' ' && place - end < 12)
            place++;
        var digits = place;
        while (Letters.DigitAt(text, place) && place - digits <= LongestExtension)
            place++;
        return place > digits && place - digits <= LongestExtension && !Letters.WordAt(text, place) ? place : end;
    }

    private static bool Continues(ReadOnlySpan<char> text, int end) =>
        Letters.WordAt(text, end) || (Letters.At(text, end) is ':' or ',' && Letters.DigitAt(text, end + 1));

    private static double Score(in PhoneDigits read)
    {
        var digits = read.Digits;
        var count = read.Count;
        if (read.Plus)
            return PhonePlans.Code(digits) > 0 ? 0.85 : 0;
        if (count is < 6 or > 15 || IsOctets(read) || IsDecimal(read) || IsDate(read))
            return 0;
        if (digits.StartsWith("00"))
            return PhonePlans.Code(digits[2..]) > 0 ? read.Groups > 2 ? 0.7 : 0.35 : 0.05;
        if (count == 10 && digits[0] >= '2' && read.Sized(3, 3, 4))
            return read.Enclosed ? 0.75 : read.Blanks ? 0.45 : 0.65;
        if (count == 11 && digits[0] == '1' && read.Sized(1, 3, 3, 4) && digits[1] >= '2')
            return read.Blanks ? 0.5 : 0.75;
        if (read.Enclosed && count is >= 8 and <= 12 && read.Size(0) is >= 2 and <= 5)
            return 0.55;
        if (digits[0] == '0' && digits[1] != '0' && count is >= 9 and <= 12)
            return read.Sized(2, 2, 2, 2) && read.Groups == 5 ? 0.7 : read.Groups > 2
                && read.Size(0) >= 2 ? 0.55 : count is 10 or 11 ? 0.35 : 0.1;
        return count == 11 && digits[0] == '1' && digits[1] >= '3' && read.Groups == 1 ? 0.3 : count > 6 || read.Groups > 2 ? 0.05 : 0;
    }

    // Kinds of their own for two plans whose numbers are told apart by their first digits.
    private static void National(in Scene scene, in PhoneDigits read, int start, int end)
    {
        var digits = read.Digits;
        var turkish = Rest(read, "90");
        if (turkish.Length == 10 && turkish[0] is >= '2' and <= '5' && !digits.StartsWith("00"))
            scene.Add(start, end, CommonKinds.TurkishPhone, read.Plus ? 0.85 : digits[0] == '0' ? 0.4 : read.Groups == 4 ? 0.4 : 0.1);
        var philippine = Rest(read, "63");
        if (philippine.Length == 10 && philippine[0] == '9' && (read.Plus || digits[0] == '0'))
            scene.Add(start, end, CommonKinds.PhilippineMobile, read.Plus ? 0.85 : 0.4);
    }

    private static ReadOnlySpan<char> Rest(in PhoneDigits read, string code)
    {
        var digits = read.Digits;
        if (read.Plus)
            return digits.StartsWith(code) ? digits[code.Length..] : default;
        return digits[0] == '0' ? digits[1..] : digits;
    }

    private static bool IsOctets(in PhoneDigits read) =>
        read.Groups == 4 && read.Mark == '.' && read.Size(0) <= 3 && read.Size(1) <= 3 && read.Size(2) <= 3 && read.Size(3) <= 3
            && read.Digits[0] != '0'
        && !read.Sized(3, 3, 2, 2);

    // 3.14159 and 0.5 are numbers of another sort.
    private static bool IsDecimal(in PhoneDigits read) => read.FirstMark == '.' && (read.Groups < 3 || read.Size(0) == 1);

    private static bool IsDate(in PhoneDigits read) => !read.Plus && read.Groups >= 3 && read.Size(0) is 1 or 2 or 4 && read.Groups <= 4
        && Dates.Is(read.Group(0), read.Group(1), read.Group(2));
}
