using Tako.Server.Keys;

namespace Tako.Server.Spend;

/// <summary>Where the spend of a window is going.</summary>
/// <param name="Name">As in <see cref="SpendLine"/>.</param>
/// <param name="Spent">US dollars so far.</param>
/// <param name="Expected">US dollars at the end of the window; null when there is too little to go by.</param>
/// <param name="Low">Four times in five, the end lies between this</param>
/// <param name="High">and this.</param>
/// <param name="Method"><c>hour of week</c>, <c>linear</c>, or why there is no forecast.</param>
/// <param name="Hours">Whole hours that were observed: the n of the interval.</param>
/// <param name="Calls">Calls in them.</param>
public sealed record ForecastLine(string Name, decimal Spent, decimal? Expected, decimal? Low, decimal? High,
    string Method, int Hours, long Calls);

/// <summary>
/// Forecasts the spend of a running window from the whole hours before. With four weeks or more, each hour to come is
/// expected to be like the same hours of the week were; with less, like the average hour since the first call, four weeks
/// back at most. The interval is that of a sum of independent hours around an estimated mean; hours that depend on each
/// other make the truth wider.
/// </summary>
public static class Forecast
{
    private const int HoursOfWeek = 7 * 24;
    private const int LeastHours = 24;
    private const int LeastCalls = 20;
    private const int SeasonalHours = 4 * HoursOfWeek;
    private const int MostHours = 12 * HoursOfWeek;

    /// <summary>The quantile of the normal distribution that leaves a tenth on either side.</summary>
    private const double Tenth = 1.2816;

    /// <summary>How far back a report must reach for a forecast of this window.</summary>
    public static DateTimeOffset Since(BudgetWindow window, DateTimeOffset now)
    {
        var (history, start) = (now.AddHours(-MostHours), window.Start(now));
        return start < history ? start : history;
    }

    /// <exception cref="ArgumentException">The window has no end.</exception>
    public static IReadOnlyList<ForecastLine> Of(SpendReport report, SpendDimension? dimension, BudgetWindow window,
        DateTimeOffset now)
    {
        if (window.End(now) is not { } end)
            throw new ArgumentException($"A window of {window.Name()} has no end to forecast.", nameof(window));
        var groups = new Dictionary<string, List<(SpendBy By, SpendSum Sum)>>();
        foreach (var (by, sum) in report.Sums)
        {
            foreach (var name in dimension is { } one ? SpendReport.Names(by, one) : [""])
            {
                if (!groups.TryGetValue(name, out var group))
                    groups[name] = group = [];
                group.Add((by, sum));
            }
        }

        return [.. groups.Select(group => Line(group.Key, group.Value, window.Start(now), end, now))
            .OrderByDescending(line => line.Expected ?? line.Spent).ThenBy(line => line.Name, StringComparer.Ordinal)];
    }

    private static ForecastLine Line(string name, List<(SpendBy By, SpendSum Sum)> sums, DateTimeOffset start, DateTimeOffset end,
        DateTimeOffset now)
    {
        var spent = sums.Where(entry => entry.By.Begins >= start).Sum(entry => entry.Sum.Usd);
        var current = SpendBy.HourOf(now);
        var first = Math.Max(sums.Min(entry => entry.By.Hour), current - MostHours);
        var usd = new double[Math.Max(0, current - first)];
        long calls = 0;
        foreach (var (by, sum) in sums.Where(entry => entry.By.Hour >= first && entry.By.Hour < current))
        {
            usd[by.Hour - first] += (double)sum.Usd;
            calls += sum.Calls;
        }

        if (usd.Length < LeastHours || calls < LeastCalls)
        {
            return new ForecastLine(name, spent, null, null, null,
                $"too little history: {usd.Length} whole hours with {calls} calls, at least {LeastHours} with {LeastCalls} are needed",
                usd.Length, calls);
        }

        // What is left of the running hour counts as a part of an hour.
        var whole = SpendBy.HourOf(end) - current - 1;
        var part = 1 - now.UtcTicks % TimeSpan.TicksPerHour / (double)TimeSpan.TicksPerHour;
        var seasonal = usd.Length >= SeasonalHours;
        var (mean, variance) = seasonal ? Seasonal(usd, first, current, whole, part) : Linear(usd, whole + part);
        var (more, spread) = ((decimal)mean, (decimal)(Tenth * Math.Sqrt(variance)));
        return new ForecastLine(name, spent, spent + more, spent + Math.Max(0, more - spread), spent + more + spread,
            seasonal ? "hour of week" : "linear", usd.Length, calls);
    }

    private static (double Mean, double Variance) Linear(double[] usd, double hours)
    {
        var most = usd.AsSpan(Math.Max(0, usd.Length - SeasonalHours));
        var (mean, variance) = Moments(most);
        return (mean * hours, variance * hours + variance / most.Length * hours * hours);
    }

    private static (double Mean, double Variance) Seasonal(double[] usd, long first, long current, long whole, double part)
    {
        var (mean, variance) = (0.0, 0.0);
        for (var hour = 0; hour < HoursOfWeek && hour <= whole; hour++)
        {
            var times = hour == 0 ? part + whole / HoursOfWeek : (whole - hour) / HoursOfWeek + 1;
            var alike = new List<double>();
            for (var at = current + hour - HoursOfWeek; at >= first; at -= HoursOfWeek)
            {
                if (at < current)
                    alike.Add(usd[at - first]);
            }

            var (one, spread) = Moments(alike.ToArray());
            mean += one * times;
            variance += spread * times + spread / alike.Count * times * times;
        }

        return (mean, variance);
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values)
    {
        var mean = 0.0;
        foreach (var value in values)
            mean += value / values.Length;
        var variance = 0.0;
        foreach (var value in values)
            variance += (value - mean) * (value - mean);
        return (mean, values.Length > 1 ? variance / (values.Length - 1) : 0);
    }
}
