using Microsoft.Extensions.Logging;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Server.Gateway;

namespace Tako.Server;

/// <summary>What a gateway is made of.</summary>
public sealed record GatewayParts
{
    /// <summary>Reads the set-up anew, at the start and whenever the configuration has changed.</summary>
    public required Func<Parsed<GatewaySetup>> Read { get; init; }

    /// <summary>The file that is watched for changes; null when there is none to watch.</summary>
    public string? ConfigFile { get; init; }

    public required ILedger Ledger { get; init; }

    public required IBlobStore Blobs { get; init; }

    public required ILoggerFactory Logs { get; init; }

    public required IdSource Ids { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
