using System.Net;
using Tako.Models.Config;

namespace Tako.Server.Setup;

/// <summary>The gateway's second door: health, keys, spend, configuration and metrics.</summary>
public sealed record AdminConfig
{
    private const int DefaultPort = 8257;

    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, DefaultPort);

    /// <summary>Null lets only this machine in, and only to look.</summary>
    public NamedSecret? Key { get; init; }

    /// <summary>Shows <c>/metrics</c> on the gateway's own address as well, without a key.</summary>
    public bool PublicMetrics { get; init; }
}
