using System.Text.Json.Serialization;

namespace Tako.Server.Keys;

/// <summary>The stretch of time that a budget is for; all begin and end by the clock of UTC, weeks on Monday.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetWindow>))]
public enum BudgetWindow
{
    [JsonStringEnumMemberName("hour")]
    Hour,

    [JsonStringEnumMemberName("day")]
    Day,

    [JsonStringEnumMemberName("week")]
    Week,

    [JsonStringEnumMemberName("month")]
    Month,

    /// <summary>Without end: it never refills.</summary>
    [JsonStringEnumMemberName("total")]
    Total,
}

/// <summary>Begin, end and name of the windows of budgets.</summary>
public static class BudgetWindows
{
    public static IReadOnlyList<string> Names { get; } = ["hour", "day", "week", "month", "total"];

    public static string Name(this BudgetWindow window) => Names[(int)window];

    public static BudgetWindow? Parse(string name)
    {
        for (var index = 0; index < Names.Count; index++)
        {
            if (string.Equals(Names[index], name, StringComparison.OrdinalIgnoreCase))
                return (BudgetWindow)index;
        }

        return null;
    }

    /// <summary>When the window that holds a moment began.</summary>
    public static DateTimeOffset Start(this BudgetWindow window, DateTimeOffset moment)
    {
        var now = moment.UtcDateTime;
        var day = now.Date;
        var start = window switch
        {
            BudgetWindow.Hour => day.AddHours(now.Hour),
            BudgetWindow.Day => day,
            BudgetWindow.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            BudgetWindow.Month => new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            _ => DateTime.MinValue,
        };
        return new DateTimeOffset(start, TimeSpan.Zero);
    }

    /// <summary>When it ends; null for <see cref="BudgetWindow.Total"/>.</summary>
    public static DateTimeOffset? End(this BudgetWindow window, DateTimeOffset moment)
    {
        var start = window.Start(moment);
        return window switch
        {
            BudgetWindow.Hour => start.AddHours(1),
            BudgetWindow.Day => start.AddDays(1),
            BudgetWindow.Week => start.AddDays(7),
            BudgetWindow.Month => start.AddMonths(1),
            _ => null,
        };
    }
}
