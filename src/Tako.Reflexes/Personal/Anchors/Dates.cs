using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Anchors;

/// <summary>Dates around a number of one, two or four digits; beside a word of birth they are dates of birth.</summary>
internal static class Dates
{
    // Without a year a date says little.
    private const double Partial = 0.35;
    private const double Doubtful = 0.1;

    public static void Scan(in Scene scene, int start)
    {
        var text = scene.Text;
        var digits = Digits(text, start, 5);
        if (digits is 0 or 3 or > 4 || Letters.WordAt(text, start - 1))
            return;
        if (Letters.At(text, start - 1) is var before && before is '-' or '/' or '.' && Letters.DigitAt(text, start - 2))
            return;
        var after = start + digits;
        var mark = Letters.At(text, after);
        if (digits == 4 && mark is '-' or '/' or '.' && Letters.DigitAt(text, after + 1))
            YearFirst(scene, start, after, mark);
        else if (digits <= 2 && mark is '-' or '/' or '.' && Letters.DigitAt(text, after + 1))
            Numeric(scene, start, after, mark);
        else if (digits <= 2 && AfterDay(text, after) is var name and > 0)
            DayFirst(scene, start, name);
        if (before is ' ' or '-' or '.' && start > 2)
            MonthFirst(scene, start, after, digits);
    }

    /// <summary>Whether groups of digits are a date rather than a number of a telephone.</summary>
    public static bool Is(ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third)
    {
        if (first.Length > 4 || second.Length > 2 || third.Length > 4)
            return false;
        var (one, two, three) = (Letters.Number(first), Letters.Number(second), Letters.Number(third));
        return first.Length == 4
            ? one is >= 1800 and <= 2199 && third.Length <= 2 && Days.Valid(two, three)
            : first.Length <= 2 && third.Length is 2 or 4 && (third.Length == 2 || three is >= 1800 and <= 2199)
                && (Days.Valid(one, two) || Days.Valid(two, one));
    }

    private static void YearFirst(in Scene scene, int start, int after, char mark)
    {
        var text = scene.Text;
        var second = Digits(text, after + 1, 3);
        var third = after + 1 + second;
        if (second == 2 && mark != '.' && Ends(text, third) && Letters.At(text, third) != mark
            && Letters.Number(text[(after + 1)..third]) is >= 1 and <= 12)
            scene.Put(start, third, CommonKinds.Date, Doubtful);
        if (second > 2 || Letters.At(text, third) != mark)
            return;
        var last = Digits(text, third + 1, 3);
        var end = third + 1 + last;
        if (last is 0 or > 2 || !Is(text[start..after], text[(after + 1)..third], text[(third + 1)..end]))
            return;
        Full(scene, start, Time(text, end));
    }

    private static void Numeric(in Scene scene, int start, int after, char mark)
    {
        var text = scene.Text;
        var second = Digits(text, after + 1, 5);
        var middle = after + 1 + second;
        var third = second <= 2 && Letters.At(text, middle) == mark ? Digits(text, middle + 1, 5) : 0;
        if (third is 2 or 4)
        {
            if (Is(text[start..after], text[(after + 1)..middle], text[(middle + 1)..(middle + 1 + third)]))
                Full(scene, start, Time(text, middle + 1 + third));
            return;
        }

        var (one, two) = (Letters.Number(text[start..after]), second > 4 ? 0 : Letters.Number(text[(after + 1)..middle]));
        if (third > 0 || mark == '.' || !Ends(text, middle) || Letters.At(text, middle) == mark)
            return;
        if (second == 4 && one is >= 1 and <= 12 && two is >= 1800 and <= 2199)
            scene.Put(start, middle, CommonKinds.Date, Partial);
        else if (mark == '/' && second is 1 or 2 && (Days.Valid(one, two) || Days.Valid(two, one)))
            scene.Put(start, middle, CommonKinds.Date, Doubtful);
    }

    // 1 May, 1st of May, 05-May, each with a year or without.
    private static void DayFirst(in Scene scene, int start, int name)
    {
        var text = scene.Text;
        var end = name;
        while (end < text.Length && end - name <= Months.Longest && char.IsLetter(text[end]))
            end++;
        if (!Months.Is(text[name..end]) || Letters.Number(text.Slice(start, Digits(text, start, 3))) is 0 or > 31)
            return;
        if (Year(text, end) is var year and > 0)
            Full(scene, start, Time(text, year));
        else if (Ends(text, end))
            scene.Put(start, end, CommonKinds.Date, Partial);
    }

    // May 1, May 1st, 2021, May 2021.
    private static void MonthFirst(in Scene scene, int start, int after, int digits)
    {
        var text = scene.Text;
        var last = text[start - 1] == ' ' && text[start - 2] == '.' ? start - 2 : start - 1;
        var from = last;
        while (from > 0 && last - from <= Months.Longest && char.IsLetter(text[from - 1]))
            from--;
        if (!Months.Leads(text[from..last]) || Letters.WordAt(text, from - 1))
            return;
        if (digits == 4)
        {
            if (Letters.Number(text[start..after]) is >= 1000 and <= 2199 && Ends(text, after))
                scene.Put(from, after, CommonKinds.Date, Partial);
            return;
        }

        if (Letters.Number(text[start..after]) is 0 or > 31)
            return;
        var day = Ordinal(text, after);
        if (Year(text, day) is var year and > 0)
            Full(scene, from, Time(text, year));
        else if (Ends(text, day))
            scene.Put(from, day, CommonKinds.Date, Partial);
    }

    private static void Full(in Scene scene, int start, int end)
    {
        if (!Ends(scene.Text, end))
            return;
        if (scene.Near(start, end, Cue.Birth))
            scene.Put(start, end, CommonKinds.BirthDate, CommonKinds.BirthDate.InContext);
        else
            scene.Put(start, end, CommonKinds.Date, CommonKinds.Date.Score);
    }

    // After the day stands the name of the month: where, or 0.
    private static int AfterDay(ReadOnlySpan<char> text, int after)
    {
        var place = Ordinal(text, after);
        if (Letters.At(text, place) is not (' ' or '-' or '/' or '.'))
            return 0;
        place += Letters.At(text, place) == '.' && Letters.At(text, place + 1) == ' ' ? 2 : 1;
        if (place + 3 < text.Length && text[place..].StartsWith("of ", StringComparison.OrdinalIgnoreCase))
            place += 3;
        else if (place + 3 < text.Length && text[place..].StartsWith("de ", StringComparison.OrdinalIgnoreCase))
            place += 3;
        return place < text.Length && char.IsLetter(text[place]) ? place : 0;
    }

    private static int Ordinal(ReadOnlySpan<char> text, int after)
    {
        var ending = after + 2 <= text.Length ? text.Slice(after, 2) : default;
        return ending is "st" or "nd" or "rd" or "th" or "ST" or "ND" or "RD" or "TH" ? after + 2 : after;
    }

    // A year of four digits, or two after a hyphen: where it ends, or 0.
    private static int Year(ReadOnlySpan<char> text, int after)
    {
        var place = after;
        if (Letters.At(text, place) is '.' or ',')
            place++;
        if (Letters.At(text, place) is ' ' or '-' or '/')
            place++;
        if (place + 3 < text.Length && text[place..].StartsWith("de ", StringComparison.OrdinalIgnoreCase))
            place += 3;
        var digits = place == after ? 0 : Digits(text, place, 5);
        return digits == 4 || (digits == 2 && text[place - 1] is '-' or '/') ? place + digits : 0;
    }

    // A time of day after a date, as ISO 8601 writes it; the end of both.
    private static int Time(ReadOnlySpan<char> text, int date)
    {
        if (Letters.At(text, date) is not ('T' or 't' or ' ') || Digits(text, date + 1, 3) != 2 || Letters.At(text, date + 3) != ':'
            || Digits(text, date + 4, 3) != 2)
            return date;
        var end = date + 6;
        if (Letters.At(text, end) == ':' && Digits(text, end + 1, 3) == 2)
            end += 3;
        if (Letters.At(text, end) is '.' or ',' && Digits(text, end + 1, 10) is var fraction and > 0 and < 10 && end > date + 6)
            end += 1 + fraction;
        if (Letters.At(text, end) is 'Z' or 'z')
            return end + 1;
        return Letters.At(text, end) is '+' or '-' && Digits(text, end + 1, 3) == 2 && Letters.At(text, end + 3) == ':'
            && Digits(text, end + 4, 3) == 2
            ? end + 6
            : end;
    }

    private static bool Ends(ReadOnlySpan<char> text, int end) =>
        !Letters.WordAt(text, end) && !(Letters.At(text, end) is '-' or '/' or '.' or ':' && Letters.DigitAt(text, end + 1));

    private static int Digits(ReadOnlySpan<char> text, int start, int most)
    {
        var count = 0;
        while (count < most && Letters.DigitAt(text, start + count))
            count++;
        return count;
    }
}
