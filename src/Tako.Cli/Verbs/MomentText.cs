using System.Globalization;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Server.Keys;

namespace Tako.Cli.Verbs;

/// <summary>Moments as people type them: a date, a date with a time of UTC, a duration from now, or the start of a window.</summary>
internal static class MomentText
{
    public const string Shape = "a date such as 2026-11-01, 2026-11-01T10:00 (UTC), a duration such as 7d, "
        + "or hour, day, week, month for its start";

    /// <param name="ahead">Durations lie in the future, else in the past.</param>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now, bool ahead)
    {
        if (!ahead && BudgetWindows.Parse(text) is { } window and not BudgetWindow.Total)
            return window.Start(now);
        if (DurationText.Parse(text) is Parsed<TimeSpan>.Ok { Value: var time })
            return ahead ? now + time : now - time;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
                ? moment
                : null;
    }
}
