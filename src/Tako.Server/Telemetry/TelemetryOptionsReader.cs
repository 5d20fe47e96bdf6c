using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Server.Telemetry;

/// <summary>Reads the <c>telemetry:</c> block of a configuration that satisfies its schema, and lists what the schema cannot
/// say.</summary>
public static class TelemetryOptionsReader
{
    private const string Block = "telemetry";

    public static Parsed<TelemetryOptions> Read(SourceDocument document)
    {
        if (document.Root.ValueKind != JsonValueKind.Object || !document.Root.TryGetProperty(Block, out var block)
            || block.ValueKind == JsonValueKind.Null)
            return new Parsed<TelemetryOptions>.Ok(new TelemetryOptions());
        Uri? address = null;
        if (block.TryGetProperty("otlp", out var written)
            && (!Uri.TryCreate(written.ToString(), UriKind.Absolute, out address)
                || address.Scheme is not ("http" or "https") || address.Query.Length > 0))
        {
            return new Parsed<TelemetryOptions>.Faulty([document.Fault($"/{Block}/otlp",
                "must be the receiver's base address, such as http://127.0.0.1:4318")]);
        }

        return new Parsed<TelemetryOptions>.Ok(new TelemetryOptions
        {
            Otlp = address,
            Protocol = block.TryGetProperty("protocol", out var protocol) && protocol.ToString() == "grpc"
                ? OtlpWire.Grpc
                : OtlpWire.Http,
            Prompts = block.TryGetProperty("prompts", out var prompts) && prompts.GetBoolean(),
        });
    }
}
