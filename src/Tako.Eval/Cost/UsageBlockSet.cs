using System.Globalization;
using System.Text.Json;
using Tako.Models.Pricing;

namespace Tako.Eval.Cost;

/// <summary>
/// Usage blocks as providers send them and what they are expected to say and to cost: fields <c>body</c> (the answer's usage
/// and model) and <c>extracted</c> (<c>usage</c>, and in <c>extractors</c> who reads it so: <c>provider_id</c>,
/// <c>api_flavor</c>, <c>input_price</c>, <c>output_price</c>).
/// </summary>
internal static class UsageBlockSet
{
    private const int MostListed = 40;

    public static Measure Missing { get; } = New("any with body, extracted", "missing", null, 0) with
    {
        Why = "The data folder holds no such set.",
    };

    public static bool Takes(JsonElement row) =>
        row.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object
        && row.TryGetProperty("extracted", out var extracted) && extracted.ValueKind == JsonValueKind.Array;

    public static IEnumerable<Measure> Measure(string set, IReadOnlyList<JsonElement> rows, TimeProvider time)
    {
        var started = time.GetTimestamp();
        var catalogue = PriceCatalogue.Shipped;
        var readings = rows.SelectMany((row, index) => Reading.Of(row, index + 1)).ToList();
        foreach (var provider in catalogue.Lists)
        {
            var own = readings.Where(reading => reading.Provider == provider).ToList();
            yield return Share(set, $"{provider}_usage_right", own, reading => reading.UsageFault(), target: 1);
        }

        var others = readings.Where(reading => !catalogue.Lists.Contains(reading.Provider)).ToList();
        yield return Share(set, "others_usage_right", others, reading => reading.UsageFault(), target: null);
        var priced = readings.Where(reading => reading.Expected is not null && catalogue.Lists.Contains(reading.Provider)).ToList();
        var today = time.GetUtcNow();
        var when = BestMoment(priced, catalogue, today);
        var asOf = $"The rows tell no date; priced as of {when.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.";
        foreach (var provider in catalogue.Lists)
        {
            var own = priced.Where(reading => reading.Provider == provider).ToList();
            var share = Share(set, $"{provider}_prices_right", own, reading => reading.PriceFault(catalogue, when), target: 1);
            yield return own.Count == 0 ? share : share with { Why = share.Why is { } why ? $"{asOf} {why}" : asOf };
        }

        yield return Share(set, "all_prices_right_today", priced, reading => reading.PriceFault(catalogue, today), target: null) with
        {
            Seconds = time.GetElapsedTime(started).TotalSeconds,
        };
    }

    // The rows were priced at one moment that they do not tell: the latest at which most of them agree.
    private static DateTimeOffset BestMoment(List<Reading> priced, PriceCatalogue catalogue, DateTimeOffset today) => catalogue.Changes
        .SelectMany(change => new[] { change.AddDays(-1), change })
        .Append(today)
        .Where(when => when <= today)
        .OrderByDescending(when => when)
        .MaxBy(when => priced.Count(reading => reading.PriceFault(catalogue, when) is null));

    private static Measure Share(string set, string name, List<Reading> readings, Func<Reading, string?> fault, double? target)
    {
        var faults = readings.Select(reading => (reading, Why: fault(reading))).Where(pair => pair.Why is not null).ToList();
        if (readings.Count == 0)
            return New(set, name, null, 0) with { Target = target, Why = "The set has no such rows." };
        var listed = faults.Take(MostListed).Select(pair => $"row {pair.reading.Row} ({pair.reading.Model}): {pair.Why}");
        var more = faults.Count > MostListed ? $"; and {faults.Count - MostListed} more" : "";
        return New(set, name, 1 - ((double)faults.Count / readings.Count), readings.Count) with
        {
            Target = target,
            Why = faults.Count == 0 ? null : $"{faults.Count} differ: {string.Join("; ", listed)}{more}.",
        };
    }

    private static Measure New(string set, string name, double? value, int n) => new()
    {
        Suite = "cost", Set = set, Name = name, Value = value, Better = "higher", N = n,
    };
}
