namespace Tako.Models.Health;

/// <summary>How a breaker stands.</summary>
public enum BreakerState
{
    /// <summary>Calls go through.</summary>
    Closed,

    /// <summary>No call goes through until the next probe.</summary>
    Open,

    /// <summary>One call probes; all others wait for what it finds.</summary>
    HalfOpen,

    /// <summary>A growing share of the calls goes through.</summary>
    Recovering,
}

/// <summary>A breaker of one model and one class of failure at a moment.</summary>
/// <param name="Failures">Failures one after another since the last success.</param>
/// <param name="NextProbe">When an open breaker lets a call through.</param>
/// <param name="Share">Of the calls, what goes through, 0 to 1.</param>
public sealed record BreakerSnapshot(string Provider, string Model, FailureClass Class, BreakerState State,
    DateTimeOffset Since, int Failures, DateTimeOffset? NextProbe, double Share);
