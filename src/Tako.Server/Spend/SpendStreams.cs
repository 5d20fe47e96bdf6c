using System.Globalization;
using Tako.Core.Identity;

namespace Tako.Server.Spend;

/// <summary>
/// Names of the streams that hold spend: <c>spend/DAY/PROCESS</c> the records, <c>spend-rolled/DAY/PROCESS</c> their
/// roll-ups. One writer each, so that no process ever waits for another's append.
/// </summary>
internal static class SpendStreams
{
    private const string Records = "spend/";
    private const string Rolled = "spend-rolled/";
    private const string DayFormat = "yyyy-MM-dd";

    public const string All = Records;

    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    public static string Of(DateOnly day) => $"{Records}{day.ToString(DayFormat, CultureInfo.InvariantCulture)}/";

    public static StreamId Of(DateOnly day, string process) => new(Of(day) + process);

    public static StreamId RolledOf(StreamId records) => new(Rolled + records.Value[Records.Length..]);

    /// <summary>The day of a stream of records; null where the name is none.</summary>
    public static DateOnly? DayOf(StreamId records) =>
        records.Value.Length > Records.Length + DayFormat.Length
        && DateOnly.TryParseExact(records.Value.AsSpan(Records.Length, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day)
            ? day
            : null;
}
