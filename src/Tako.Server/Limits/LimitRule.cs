using Tako.Server.Keys;

namespace Tako.Server.Limits;

/// <summary>A limit of the configuration file: for everything that passes the gateway, or for the calls it selects.</summary>
public sealed record LimitRule
{
    /// <summary>How people and refusals call it.</summary>
    public required string Name { get; init; }

    /// <summary>Only calls with this key, by name or id.</summary>
    public string? Key { get; init; }

    /// <summary>Only calls of this team.</summary>
    public string? Team { get; init; }

    /// <summary>Counts every key, team or model by itself; null counts all together.</summary>
    public LimitEach? Each { get; init; }

    public required Allowance Allowance { get; init; }
}

/// <summary>What a rule counts one by one.</summary>
public enum LimitEach
{
    Key,
    Team,
    Model,
}
