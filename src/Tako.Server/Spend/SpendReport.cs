using System.Text.Json.Serialization;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Server.Spend;

/// <summary>What spend is told apart by.</summary>
public enum SpendDimension
{
    Key,
    Team,
    Model,
    Tag,
    Day,
}

/// <summary>The calls that share a name.</summary>
/// <param name="Name">Id of the key, name of the team or model, the tag, or the day; empty for calls without.</param>
public sealed record SpendLine(string Name, SpendSum Sum);

/// <summary>What was spent in a stretch of time, read from the ledger.</summary>
public sealed class SpendReport
{
    private readonly Dictionary<SpendBy, SpendSum> _sums = [];

    private SpendReport(DateTimeOffset? since, DateTimeOffset? until) => (Since, Until) = (since, until);

    /// <summary>First hour of it; null is from the beginning.</summary>
    public DateTimeOffset? Since { get; }

    /// <summary>First hour after it; null is to the end.</summary>
    public DateTimeOffset? Until { get; }

    public SpendSum Total => _sums.Values.Aggregate(SpendSum.None, (sum, other) => sum + other);

    internal IEnumerable<KeyValuePair<SpendBy, SpendSum>> Sums => _sums;

    /// <summary>Whole hours of UTC; calls count in the hour in which they were admitted.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read.</exception>
    public static async Task<SpendReport> ReadAsync(ILedger ledger, Tenant tenant, DateTimeOffset? since, DateTimeOffset? until,
        CancellationToken cancellationToken = default)
    {
        var report = new SpendReport(Floor(since), Floor(until));
        await new SpendFeed(ledger, tenant, own: null).SeedAsync(since, report.Add,
            record => report.Add(SpendBy.Of(record), SpendSum.Of(record)), tidy: null, cancellationToken);
        return report;
    }

    /// <summary>The dearest first, days in order. A call with several tags stands under each.</summary>
    public IReadOnlyList<SpendLine> By(SpendDimension dimension)
    {
        var lines = new Dictionary<string, SpendSum>();
        foreach (var (by, sum) in _sums)
        {
            foreach (var name in Names(by, dimension))
                lines[name] = lines.GetValueOrDefault(name, SpendSum.None) + sum;
        }

        var all = lines.Select(line => new SpendLine(line.Key, line.Value));
        return dimension == SpendDimension.Day
            ? [.. all.OrderBy(line => line.Name, StringComparer.Ordinal)]
            : [.. all.OrderByDescending(line => line.Sum.Usd).ThenByDescending(line => line.Sum.Tokens)
                .ThenBy(line => line.Name, StringComparer.Ordinal)];
    }

    internal static string[] Names(SpendBy by, SpendDimension dimension) => dimension switch
    {
        SpendDimension.Key => [by.Key],
        SpendDimension.Team => [by.Team],
        SpendDimension.Model => [by.Model],
        SpendDimension.Tag => by.Tags.Split(SpendBy.Between),
        _ => [by.Begins.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)],
    };

    private void Add(SpendBy by, SpendSum sum)
    {
        if (by.Begins < Since || by.Begins >= Until)
            return;
        _sums[by] = _sums.GetValueOrDefault(by, SpendSum.None) + sum;
    }

    private static DateTimeOffset? Floor(DateTimeOffset? moment) =>
        moment is { } some ? new DateTimeOffset(some.UtcTicks - some.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero) : null;
}

/// <summary>How lines and sums are written for machines, on the command line and under <c>/admin</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SpendSum))]
[JsonSerializable(typeof(IReadOnlyList<SpendLine>))]
[JsonSerializable(typeof(IReadOnlyList<ForecastLine>))]
public sealed partial class SpendJson : JsonSerializerContext;
