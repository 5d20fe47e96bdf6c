using Tako.Models.Caching;
using Tako.Models.Calls;
using Tako.Models.Health;
using Tako.Server.Limits;
using Tako.Server.Reflexes;
using Tako.Server.Setup;
using Tako.Server.Telemetry;

namespace Tako.Server.Gateway;

/// <summary>What one version of the configuration gives: swapped as a whole, and let go of once the last call on it has
/// ended.</summary>
public sealed record GatewaySetup
{
    public GatewayConfig Config { get; init; } = new();

    /// <summary>Answers the calls.</summary>
    public required ICallRoute Route { get; init; }

    public required IReadOnlyList<ListedModel> Models { get; init; }

    /// <summary>How the models do; null where nobody watches them.</summary>
    public BreakerBoard? Breakers { get; init; }

    /// <summary>What the exact cache before the route keeps.</summary>
    public CacheOptions Cache { get; init; } = new();

    /// <summary>Limits over calls.</summary>
    public MoneyConfig Money { get; init; } = MoneyConfig.Default;

    /// <summary>Where traces, metrics and logs are sent; read at the start only.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>Where a provider is, by its configured name.</summary>
    public Func<string, Uri?> AddressOf { get; init; } = static _ => null;

    /// <summary>Values that must not leave in a prompt: the keys of the providers.</summary>
    public IReadOnlyList<string> KnownSecrets { get; init; } = [];

    /// <summary>Looks at requests and answers by a policy; null where none is set.</summary>
    public GatewayReflexes? Reflexes { get; init; }

    /// <summary>What goes with this version: connections to providers.</summary>
    public IDisposable? Owned { get; init; }
}
