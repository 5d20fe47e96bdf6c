using Tako.Eval.Failover.Client;
using Tako.Eval.Failover.Provider;

namespace Tako.Eval.Failover.Scenarios;

/// <summary>What client and provider saw of one scenario. All times are since its first request was sent.</summary>
internal sealed record Evidence
{
    /// <summary>In the order of the requests, with the time each was sent at.</summary>
    public required IReadOnlyList<(TimeSpan At, Received Received)> Replies { get; init; }

    public required IReadOnlyList<Attempt> Primary { get; init; }

    public required IReadOnlyList<Attempt> Fallback { get; init; }

    /// <summary>The reply of a scenario of one request.</summary>
    public Received Reply => Replies[0].Received;
}
