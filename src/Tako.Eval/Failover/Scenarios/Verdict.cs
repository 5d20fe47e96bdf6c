namespace Tako.Eval.Failover.Scenarios;

/// <summary>How well a gateway came through.</summary>
internal enum Verdict
{
    /// <summary>All that is asked.</summary>
    Pass,

    /// <summary>Served, but a limit was missed.</summary>
    Partial,

    /// <summary>Not served, but the client was told so.</summary>
    Safe,

    /// <summary>A wrong or truncated success, a hang, or a storm of retries.</summary>
    Fail,
}
