namespace Tako.Server.Telemetry;

/// <summary>Where traces, metrics and logs are sent.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Base address of an OTLP receiver, such as <c>http://127.0.0.1:4318</c>; null sends nothing.</summary>
    public Uri? Otlp { get; init; }

    public OtlpWire Protocol { get; init; } = OtlpWire.Http;

    /// <summary>Sends what people wrote to models as well.</summary>
    public bool Prompts { get; init; }
}

/// <summary>How OTLP travels.</summary>
public enum OtlpWire
{
    /// <summary>Protobuf over HTTP, at <c>/v1/traces</c> and its like.</summary>
    Http,

    Grpc,
}
