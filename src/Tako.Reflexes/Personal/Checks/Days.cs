namespace Tako.Reflexes.Personal.Checks;

/// <summary>Whether digits are a day of the calendar.</summary>
internal static class Days
{
    /// <summary>Of a year of which two digits are known at most: the 29th of February counts.</summary>
    public static bool Valid(int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= (month == 2 ? 29 : month is 4 or 6 or 9 or 11 ? 30 : 31);

    public static bool Valid(int year, int month, int day) =>
        Valid(month, day) && year is >= 1 and <= 9999 && (month != 2 || day < 29 || DateTime.IsLeapYear(year));

    /// <summary>Six digits as year, month, day.</summary>
    public static bool YearFirst(ReadOnlySpan<char> value) => Valid(Two(value, 2), Two(value, 4));

    /// <summary>Six digits as day, month, year.</summary>
    public static bool DayFirst(ReadOnlySpan<char> value) => Valid(Two(value, 2), Two(value, 0));

    /// <summary>Eight digits as year, month, day, of someone who may live.</summary>
    public static bool FullYearFirst(ReadOnlySpan<char> value) =>
        Letters.Number(value[..4]) is >= 1850 and <= 2100 and var year && Valid(year, Two(value, 4), Two(value, 6));

    public static int Two(ReadOnlySpan<char> value, int at) => ((value[at] - '0') * 10) + (value[at + 1] - '0');
}
