namespace Tako.Eval.Failover;

/// <summary>What the failover suite measures.</summary>
public sealed record FailoverOptions
{
    /// <summary>A gateway that is running already; null starts Tako's own.</summary>
    public Uri? Target { get; init; }

    /// <summary>Sent to the target as bearer token and as <c>x-api-key</c>.</summary>
    public string? Key { get; init; }

    /// <summary>Where the faulty provider listens; 0 takes a free port.</summary>
    public int ProviderPort { get; init; }

    /// <summary>The surface to measure; null takes all three, or chat completions on a target.</summary>
    public Surface? Surface { get; init; }

    /// <summary>Also the six pairs in which the client speaks another protocol than the provider.</summary>
    public bool Crossed { get; init; }

    /// <summary>How much faster than real time all clocks run; more than 1 only where the gateway's clock can be set.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What <see cref="AtOnce"/> is unless it is set.</summary>
    public const int UsualAtOnce = 16;

    /// <summary>Scenarios that run at the same time on one gateway.</summary>
    public int AtOnce { get; init; } = UsualAtOnce;
}
