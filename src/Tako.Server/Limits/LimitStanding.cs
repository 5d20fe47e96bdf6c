using System.Text.Json.Serialization;
using Tako.Server.Keys;

namespace Tako.Server.Limits;

/// <summary>Where one limit stands at a moment.</summary>
public sealed record LimitStanding
{
    /// <summary>Whose limit it is, in words.</summary>
    public required string Of { get; init; }

    public required Allowance Limit { get; init; }

    /// <summary>Settled in the running window.</summary>
    public decimal UsedUsd { get; init; }

    /// <summary>Held by calls under way.</summary>
    public decimal ReservedUsd { get; init; }

    public long UsedTokens { get; init; }

    public long ReservedTokens { get; init; }

    /// <summary>In the last minute.</summary>
    public long Requests { get; init; }

    /// <summary>In the last minute, reservations included.</summary>
    public long MinuteTokens { get; init; }

    /// <summary>Calls under way here.</summary>
    public int Running { get; init; }

    /// <summary>When the window ends; null where none does.</summary>
    public DateTimeOffset? Ends { get; init; }
}

/// <summary>How limits are written for machines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<LimitStanding>))]
[JsonSerializable(typeof(LimitRefusal))]
public sealed partial class LimitJson : JsonSerializerContext;
