using System.Buffers;
using System.Globalization;
using System.Text;
using Tako.Server.Telemetry;

namespace Tako.Server.Tests.Telemetry;

/// <summary>A page of metrics, read back line by line as the format defines it.</summary>
internal sealed class PageText
{
    private readonly Dictionary<string, double> _samples = [];
    private readonly Dictionary<string, string> _types = [];

    public PageText(string text)
    {
        text.ShouldEndWith("\n");
        string? family = null;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                continue;
            }

            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                line.Split(' ')[2].ShouldBe(family);
                _types.Add(family!, line.Split(' ')[3]);
                continue;
            }

            var (name, labels, value) = Sample(line);
            name.ShouldStartWith(family!);
            var series = string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));
            _samples.Add(series.Length == 0 ? name : $"{name}{{{series}}}", value);
        }
    }

    public IReadOnlyDictionary<string, double> Samples => _samples;

    public IReadOnlyDictionary<string, string> Types => _types;

    public static PageText Of(PrometheusPage page)
    {
        var bytes = new ArrayBufferWriter<byte>();
        page.Write(bytes);
        return new PageText(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    private static (string Name, SortedDictionary<string, string> Labels, double Value) Sample(string line)
    {
        var at = 0;
        while (char.IsAsciiLetterOrDigit(line[at]) || line[at] is '_' or ':')
            at++;
        var name = line[..at];
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (line[at] == '{')
        {
            at++;
            while (line[at] != '}')
            {
                var start = at;
                while (line[at] != '=')
                    at++;
                var label = line[start..at];
                line[at + 1].ShouldBe('"');
                at += 2;
                var value = new StringBuilder();
                for (; line[at] != '"'; at++)
                    value.Append(line[at] != '\\' ? line[at] : line[++at] == 'n' ? '\n' : line[at]);
                labels.Add(label, value.ToString());
                at += line[at + 1] == ',' ? 2 : 1;
            }

            at++;
        }

        line[at].ShouldBe(' ');
        var number = line[(at + 1)..];
        return (name, labels, number switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(number, CultureInfo.InvariantCulture),
        });
    }
}
