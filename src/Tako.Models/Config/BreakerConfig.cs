namespace Tako.Models.Config;

/// <summary>When a model that fails is left alone, and for how long.</summary>
public sealed record BreakerConfig
{
    /// <summary>Failures one after another that open the breaker.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>The share of failures among the calls of a window that opens it, 0 to 1; counted once there were twice as many
    /// calls as <see cref="Failures"/>.</summary>
    public double Ratio { get; init; } = 0.5;

    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it stays open before one call may probe.</summary>
    public TimeSpan Open { get; init; } = TimeSpan.FromSeconds(15);
}
