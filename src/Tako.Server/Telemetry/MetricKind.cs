using System.Diagnostics.Metrics;

namespace Tako.Server.Telemetry;

/// <summary>How Prometheus understands a metric.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>Sorts instruments.</summary>
internal static class MetricKinds
{
    public static MetricKind Of(Instrument instrument)
    {
        var type = instrument.GetType();
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return open == typeof(Counter<>) || open == typeof(ObservableCounter<>) ? MetricKind.Counter
            : open == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
    }

    /// <summary>Whether each measurement is the whole value instead of a change of it.</summary>
    public static bool IsAbsolute(Instrument instrument) => instrument.IsObservable
        || (instrument.GetType().IsGenericType && instrument.GetType().GetGenericTypeDefinition() == typeof(Gauge<>));
}
