using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tako.Server.Telemetry;

/// <summary>Writes metrics in Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public static void Write(MetricFamily family, IBufferWriter<byte> output)
    {
        var begun = false;
        foreach (var series in family.Series)
        {
            if (!begun)
            {
                begun = true;
                Text(output, $"# HELP {family.Name} {Escaped(family.Help)}\n# TYPE {family.Name} {Type(family.Kind)}\n");
            }

            if (family.Kind == MetricKind.Histogram)
                Histogram(family, series, output);
            else
                Line(output, family.Name, "", series.Labels, "", series.Value);
        }
    }

    private static void Histogram(MetricFamily family, MetricSeries series, IBufferWriter<byte> output)
    {
        // The count is the sum of what the buckets say, so that the page never contradicts itself.
        long count = 0;
        var sum = series.Value;
        for (var index = 0; index < series.Counts.Length; index++)
        {
            count += Volatile.Read(in series.Counts[index]);
            Line(output, family.Name, "_bucket", series.Labels,
                $"le=\"{(index < family.Bounds.Length ? Number(family.Bounds[index]) : "+Inf")}\"", count);
        }

        Line(output, family.Name, "_sum", series.Labels, "", sum);
        Line(output, family.Name, "_count", series.Labels, "", count);
    }

    private static void Line(IBufferWriter<byte> output, string name, string ending, ReadOnlySpan<byte> labels, string more,
        double value)
    {
        Text(output, name);
        Text(output, ending);
        if (!labels.IsEmpty || more.Length > 0)
        {
            output.Write("{"u8);
            output.Write(labels);
            if (!labels.IsEmpty && more.Length > 0)
                output.Write(","u8);
            Text(output, more);
            output.Write("}"u8);
        }

        output.Write(" "u8);
        Text(output, Number(value));
        output.Write("\n"u8);
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Type(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static string Escaped(string help) =>
        help.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    private static void Text(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
