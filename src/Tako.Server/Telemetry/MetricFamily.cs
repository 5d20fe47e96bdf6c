using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Tako.Server.Telemetry;

/// <summary>All series of one metric. Their number has a limit: what comes after it is counted together, in a series that
/// says so.</summary>
internal sealed class MetricFamily(string name, string help, MetricKind kind, double[]? bounds)
{
    public const int MostSeries = 1000;

    private const int LongestValue = 256;
    private static readonly byte[] Overflow = "otel_metric_overflow=\"true\""u8.ToArray();

    private readonly ConcurrentDictionary<MetricTags, MetricSeries> _series = new(MetricTags.ByContent);
    private readonly Lock _lock = new();
    private MetricSeries? _rest;

    public string Name => name;

    public string Help => help;

    public MetricKind Kind => kind;

    public ReadOnlySpan<double> Bounds => bounds;

    public IEnumerable<MetricSeries> Series
    {
        get
        {
            foreach (var (_, series) in _series)
                yield return series;
            if (_rest is { } rest)
                yield return rest;
        }
    }

    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (kind == MetricKind.Histogram)
            Find(tags).Count(value);
        else
            Find(tags).Add(value);
    }

    public void Set(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, long reading)
    {
        var series = Find(tags);
        series.Set(value);
        series.Reading = reading;
    }

    /// <summary>Forgets what the last reading did not tell of any more.</summary>
    public void Forget(long reading)
    {
        foreach (var (tags, series) in _series)
        {
            if (series.Reading != 0 && series.Reading != reading)
                _series.TryRemove(tags, out _);
        }
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>().TryGetValue(tags, out var known)
            ? known
            : Make(tags);

    private MetricSeries Make(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            var lookup = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
            if (lookup.TryGetValue(tags, out var known))
                return known;
            if (_series.Count >= MostSeries)
                return _rest ??= new MetricSeries(Overflow, bounds);
            var made = new MetricSeries(Labels(tags), bounds);
            lookup[tags] = made;
            return made;
        }
    }

    private static byte[] Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        var names = new HashSet<string>();
        foreach (var (name, value) in tags)
        {
            var label = MetricName.Clean(name);
            if (!names.Add(label) || value is null)
                continue;
            if (text.Length > 0)
                text.Append(',');
            text.Append(label).Append("=\"");
            var words = value is bool flag ? flag ? "true" : "false"
                : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            foreach (var letter in words.AsSpan(0, Math.Min(words.Length, LongestValue)))
            {
                _ = letter switch
                {
                    '\\' => text.Append("\\\\"),
                    '"' => text.Append("\\\""),
                    '\n' => text.Append("\\n"),
                    _ => text.Append(letter),
                };
            }

            text.Append('"');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
