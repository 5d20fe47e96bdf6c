using Microsoft.Extensions.Logging;
using Tako.Core.Caching;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Models.Caching;
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

    /// <summary>Opens the place where the exact cache keeps answers; null keeps them in memory.</summary>
    public Func<CacheOptions, CancellationToken, Task<IAnswerStore>>? OpenAnswers { get; init; }

    public required ILoggerFactory Logs { get; init; }

    public required IdSource Ids { get; init; }

    /// <summary>Cryptographic: virtual keys are made of it.</summary>
    public required Random Chance { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
