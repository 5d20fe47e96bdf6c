using Microsoft.Extensions.Logging;
using Tako.Core.Identity;
using Tako.Server.Limits;
using Tako.Server.Reflexes;
using Tako.Server.Telemetry;

namespace Tako.Server.Gateway;

/// <summary>What the taking of calls is made of.</summary>
internal sealed record CallParts
{
    public required GatewayState State { get; init; }

    public required KeyDoor Keys { get; init; }

    public required Admission Admission { get; init; }

    public required ResponsesEndpoint Responses { get; init; }

    public required GatewayTelemetry Telemetry { get; init; }

    public required ReflexLog Reflexes { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }
}
