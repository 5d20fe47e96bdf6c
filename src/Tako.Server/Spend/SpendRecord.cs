using System.Text.Json.Serialization;
using Tako.Models.Pricing;

namespace Tako.Server.Spend;

/// <summary>One call as it was settled; events <c>spend.calls</c> hold some. What is unknown is left out; it is never zero.</summary>
public sealed record SpendRecord
{
    /// <summary>Counts the calls of one process, from 1.</summary>
    public long Number { get; init; }

    /// <summary>When the call was admitted; budgets charge it to the windows of this moment.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Id of the key; empty for calls without one.</summary>
    public string Key { get; init; } = "";

    public string? Team { get; init; }

    /// <summary>The model that was asked for.</summary>
    public string Model { get; init; } = "";

    /// <summary>The configured model that answered; null when none did.</summary>
    public string? Answered { get; init; }

    public string? Provider { get; init; }

    /// <summary>The client's protocol: <c>chat</c>, <c>responses</c>, <c>messages</c>, <c>embeddings</c>.</summary>
    public string? Wire { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>By kinds that do not overlap; null is unknown.</summary>
    public TokenBuckets? Tokens { get; init; }

    /// <summary>US dollars; null is unknown.</summary>
    public decimal? Usd { get; init; }

    /// <summary>Tokens that budgets were charged where <see cref="Tokens"/> do not tell: the reservation.</summary>
    public long? ChargedTokens { get; init; }

    /// <summary>US dollars that budgets were charged where <see cref="Usd"/> does not tell: the reservation.</summary>
    public decimal? ChargedUsd { get; init; }

    /// <summary>Usage was counted here, or is the reservation.</summary>
    public bool Estimated { get; init; }

    /// <summary>Answered from a cache, which costs nothing.</summary>
    public bool Cached { get; init; }

    public int Attempts { get; init; }

    /// <summary><c>ok</c>, <c>abandoned</c>, <c>lost</c>, or the kind of the failure, such as <c>rateLimited</c>.</summary>
    public string Outcome { get; init; } = "ok";

    public long Ms { get; init; }
}

/// <summary>The event <c>spend.calls</c>.</summary>
internal sealed record SpendCalls(IReadOnlyList<SpendRecord> Calls);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SpendRecord))]
[JsonSerializable(typeof(SpendCalls))]
[JsonSerializable(typeof(SpendRolled))]
internal sealed partial class SpendEventJson : JsonSerializerContext;
