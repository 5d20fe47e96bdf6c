using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Tako.Server.Telemetry;

/// <summary>
/// Sends spans, metrics and logs to an OTLP receiver, in the background. The receiver's headers, where it wants some, come from
/// OpenTelemetry's own variable <c>OTEL_EXPORTER_OTLP_HEADERS</c>.
/// </summary>
public sealed class TelemetryExport : IDisposable
{
    private const string Service = "tako";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;
    private readonly ILoggerFactory _logs;
    private readonly QuietMeters _meters = new();

    private TelemetryExport(TelemetryOptions options, Uri receiver)
    {
        var version = typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var resource = ResourceBuilder.CreateDefault().AddService(Service, serviceVersion: version);
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(GatewayTelemetry.Name, "Microsoft.AspNetCore")
            .AddOtlpExporter(to => Aim(to, "traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter("Tako.*", "Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime")
            .AddOtlpExporter(to => Aim(to, "metrics"))
            .Build();
        _logs = LoggerFactory.Create(logging => logging.AddOpenTelemetry(log =>
        {
            log.SetResourceBuilder(resource);
            log.IncludeFormattedMessage = true;
            log.AddOtlpExporter(to => Aim(to, "logs"));
        }));
        Logs = new GuardedLogs(_logs, options.Prompts);

        void Aim(OtlpExporterOptions to, string signal)
        {
            to.Protocol = options.Protocol == OtlpWire.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
            to.Endpoint = options.Protocol == OtlpWire.Grpc
                ? receiver
                : new Uri($"{receiver.GetLeftPart(UriPartial.Path).TrimEnd('/')}/v1/{signal}");
            var time = TimeSpan.FromMilliseconds(to.TimeoutMilliseconds);
            // Calls of the exporter's own are neither traced nor counted.
            to.HttpClientFactory = () => new HttpClient(new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null,
                MeterFactory = _meters,
            })
            {
                Timeout = time,
            };
        }
    }

    /// <summary>For the process's loggers; messages that hold prompts stop here unless prompts are asked for.</summary>
    public ILoggerProvider Logs { get; }

    /// <summary>Begins to send; null when there is no receiver.</summary>
    public static TelemetryExport? Start(TelemetryOptions options) =>
        options.Otlp is { } receiver ? new TelemetryExport(options, receiver) : null;

    /// <summary>Sends what is waiting; false when the time did not suffice.</summary>
    public bool Flush(TimeSpan time)
    {
        var milliseconds = (int)time.TotalMilliseconds;
        // Logs are sent when their factory ends, and else every few seconds.
        return _traces.ForceFlush(milliseconds) & _metrics.ForceFlush(milliseconds);
    }

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
        _logs.Dispose();
        _meters.Dispose();
    }

    /// <summary>Makes meters that nobody listens to.</summary>
    private sealed class QuietMeters : IMeterFactory
    {
        private readonly Meter _meter = new("OTLP exporter");

        public Meter Create(MeterOptions options) => _meter;

        public void Dispose() => _meter.Dispose();
    }
}
