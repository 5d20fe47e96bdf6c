using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Tako.Server.Telemetry;

/// <summary>
/// What Prometheus scrapes: listens to the meters of Tako and of the platform, adds up what they record, and writes it down when it
/// is asked for.
/// </summary>
public sealed class PrometheusPage : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    // Not the HTTP client's own: they cost each call several measurements, and Tako's say more of providers.
    private static readonly string[] Meters = ["Tako", "Microsoft.AspNetCore", "System.Runtime"];

    /// <summary>Seconds, where an instrument gives no advice: OpenTelemetry's for requests, and up to ten minutes.</summary>
    private static readonly double[] Seconds =
        [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    private static readonly double[] Counts = [0, 1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304];
    private static readonly double[] Shares = [0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1, 1.5, 2];

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();
    private long _reads;

    public PrometheusPage()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Array.Exists(Meters, name => IsOf(instrument.Meter.Name, name)) && FamilyOf(instrument) is { } family)
                listener.EnableMeasurementEvents(instrument,
                    new Listened(family, this, MetricKinds.IsAbsolute(instrument), instrument.IsObservable));
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Take(state, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Take(state, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Take(state, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Take(state, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Take(state, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Take(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Take(state, (double)value, tags));
    }

    /// <summary>Begins to listen, also to instruments that exist already.</summary>
    public void Start() => _listener.Start();

    /// <summary>Writes all metrics as they are now.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        lock (_reading)
        {
            _reads++;
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // An instrument that cannot say its value is left out of this page; all others have been asked.
            }

            foreach (var (_, family) in _families.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                family.Forget(_reads);
                PrometheusText.Write(family, output);
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private static bool IsOf(string meter, string name) =>
        meter == name || (meter.StartsWith(name, StringComparison.Ordinal) && meter[name.Length] == '.');

    private static void Take(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var listened = (Listened)state!;
        if (listened.IsAbsolute)
            listened.Family.Set(value, tags, listened.IsObserved ? listened.Page._reads : 0);
        else
            listened.Family.Add(value, tags);
    }

    // Instruments of one name share a family, such as those of two instances of a meter; null for one that contradicts it.
    private MetricFamily? FamilyOf(Instrument instrument)
    {
        var kind = MetricKinds.Of(instrument);
        var family = _families.GetOrAdd(MetricName.Of(instrument, kind), name =>
            new MetricFamily(name, instrument.Description ?? instrument.Name, kind,
                kind == MetricKind.Histogram ? BoundsOf(instrument) : null));
        return family.Kind == kind ? family : null;
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } advised } => [.. advised],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } advised } => [.. advised.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { Count: > 0 } advised } => [.. advised.Select(bound => (double)bound)],
        _ => instrument.Unit switch { "s" => Seconds, "1" => Shares, _ => Counts },
    };

    private sealed record Listened(MetricFamily Family, PrometheusPage Page, bool IsAbsolute, bool IsObserved);
}
