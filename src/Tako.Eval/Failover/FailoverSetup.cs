namespace Tako.Eval.Failover;

/// <summary>What a gateway is to be started with, so that it can be measured.</summary>
public sealed record FailoverSetup
{
    /// <summary>Where the faulty provider listens; the address without a path.</summary>
    public required Uri Provider { get; init; }

    /// <summary>The protocol to speak to the provider.</summary>
    public required Surface Wire { get; init; }

    /// <summary>The clock that the provider breaks by; the gateway's timeouts and waits are to be on it too.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The configuration, in YAML: the provider, a chain of two models for each scenario, timeouts and retries.</summary>
    public string Configuration => GatewayConfig.Yaml(Provider, Wire);
}
