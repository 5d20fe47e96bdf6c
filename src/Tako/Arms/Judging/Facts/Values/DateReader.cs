using System.Globalization;

namespace Tako.Arms.Judging.Facts.Values;

/// <summary>Reads dates as texts write them: ISO, days with a named month, dotted and slashed ones, months, years.</summary>
internal static class DateReader
{
    /// <summary>A date that begins at a token, and the token after it.</summary>
    public static (FactValue Value, int Next)? Read(List<Raw> raws, int at) =>
        Iso(raws, at) ?? Dotted(raws, at) ?? Slashed(raws, at) ?? DayFirst(raws, at) ?? MonthFirst(raws, at) ?? Year(raws, at);

    private static (FactValue, int)? Iso(List<Raw> raws, int at)
    {
        if (at + 4 >= raws.Count || Number(raws[at], 4) is not { } year || !(raws[at + 1].Is('-') || raws[at + 1].Is('/'))
            || raws[at + 3].Text != raws[at + 1].Text || Number(raws[at + 2], 2) is not { } month || Number(raws[at + 4], 2) is not { } day
            || !(raws[at + 1].Glued && raws[at + 2].Glued && raws[at + 4].Glued))
            return null;
        var next = at + 5;
        // A time of the day may follow without a space; the day is what is compared.
        if (next < raws.Count && raws[next] is { Glued: true, Kind: RawKind.Word } time && time.Text[0] is 'T')
        {
            next++;
            while (next < raws.Count && raws[next].Glued
                && (raws[next].Kind is RawKind.Number || raws[next].Is(':') || raws[next].Word == "z"))
                next++;
        }

        return Day(year, month, day) is { } value ? (value, next) : null;
    }

    private static (FactValue, int)? Dotted(List<Raw> raws, int at)
    {
        if (raws[at].Kind != RawKind.Dotted || raws[at].Text.Split('.') is not [var day, var month, { Length: 4 } year])
            return null;
        return Day(Parse(year), Parse(month), Parse(day)) is { } value ? (value, at + 1) : null;
    }

    private static (FactValue, int)? Slashed(List<Raw> raws, int at)
    {
        if (at + 4 >= raws.Count || !raws[at + 1].Is('/') || !raws[at + 3].Is('/') || Number(raws[at + 4], 4) is not { } year
            || Number(raws[at]) is not { } first || Number(raws[at + 2]) is not { } second)
            return null;
        // Some write the month first and some the day: where both are possible, nothing is taken for certain.
        var (one, other) = (Day(year, first, second), Day(year, second, first));
        var value = (one, other) switch
        {
            ({ } left, { } right) when left.Low.Equals(right.Low) => left,
            ({ } left, { } right) => left with
            {
                Low = Math.Min(left.Low, right.Low),
                High = Math.Max(left.High, right.High),
                Vague = true,
            },
            _ => one ?? other,
        };
        return value is { } read ? (read, at + 5) : null;
    }

    private static (FactValue, int)? DayFirst(List<Raw> raws, int at)
    {
        if (Number(raws[at]) is not (>= 1 and <= 31 and var day))
            return null;
        var next = Ordinal(raws, at + 1);
        if (next < raws.Count && raws[next].Word == "of")
            next++;
        if (next >= raws.Count || Units.Month(raws[next].Word) is not { } month)
            return null;
        next = Past(raws, next + 1, '.');
        var year = Past(raws, next, ',');
        return year < raws.Count && Number(raws[year], 4) is { } written
            ? Day(written, month, day) is { } value ? (value, year + 1) : null
            : (Yearless(month, day), next);
    }

    private static (FactValue, int)? MonthFirst(List<Raw> raws, int at)
    {
        if (Units.Month(raws[at].Word) is not { } month)
            return null;
        var next = Past(raws, at + 1, '.');
        if (next >= raws.Count)
            return null;
        if (Number(raws[next], 4) is { } alone)
            return Month(alone, month) is { } whole ? (whole, next + 1) : null;
        if (Number(raws[next]) is not (>= 1 and <= 31 and var day))
            return null;
        next = Ordinal(raws, next + 1);
        var year = Past(raws, next, ',');
        return year < raws.Count && Number(raws[year], 4) is { } written
            ? Day(written, month, day) is { } value ? (value, year + 1) : null
            : (Yearless(month, day), next);
    }

    // Four digits are a year where a word in front says so; elsewhere they are a number like any other.
    private static (FactValue, int)? Year(List<Raw> raws, int at) =>
        at > 0 && Number(raws[at], 4) is >= 1000 and <= 2999 and var year
            && raws[at - 1].Word is "in" or "since" or "during" or "by" or "until" or "year" or "before" or "after" or "early" or "late"
            ? (Span(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), raws[at].Text), at + 1)
            : null;

    private static FactValue? Day(int year, int month, int day) =>
        Month(year, month) is not null && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? Span(new DateOnly(year, month, day), new DateOnly(year, month, day),
                string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}"))
            : null;

    private static FactValue? Month(int year, int month) => year is >= 1 and <= 9999 && month is >= 1 and <= 12
        ? Span(new DateOnly(year, month, 1), new DateOnly(year, month, DateTime.DaysInMonth(year, month)),
            string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}"))
        : null;

    private static FactValue Yearless(int month, int day)
    {
        var number = (month * 100) + day;
        return new FactValue(FactKind.Date, "of a year", number, number,
            string.Create(CultureInfo.InvariantCulture, $"--{month:00}-{day:00}"));
    }

    private static FactValue Span(DateOnly from, DateOnly to, string text) => new(FactKind.Date, "day", from.DayNumber, to.DayNumber, text);

    private static int Past(List<Raw> raws, int at, char sign) => at < raws.Count && raws[at].Is(sign) ? at + 1 : at;

    private static int Ordinal(List<Raw> raws, int at) =>
        at < raws.Count && raws[at] is { Glued: true, Word: "st" or "nd" or "rd" or "th" } ? at + 1 : at;

    private static int? Number(Raw raw, int digits = 0)
    {
        if (raw.Kind != RawKind.Number || raw.Text.Length > 4 || (digits > 0 && raw.Text.Length != digits)
            || raw.Text.AsSpan().ContainsAny(',', '.'))
            return null;
        return Parse(raw.Text);
    }

    private static int Parse(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
