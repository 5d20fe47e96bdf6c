namespace Tako.Eval.Failover.Scenarios;

/// <summary>One way to break, and what is asked of a gateway then.</summary>
internal sealed record Scenario
{
    /// <summary><c>s01</c> to <c>s16</c>; a gateway knows a chain of this name.</summary>
    public required string Id { get; init; }

    /// <summary>What the provider does, in few words.</summary>
    public required string Title { get; init; }

    public required Func<Evidence, Judgement> Judged { get; init; }

    /// <summary>How long a client waits for one answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(45);

    public int Requests { get; init; } = 1;

    /// <summary>From one request to the next.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>Whether one more request is needed to see how it ends, although all were sent.</summary>
    public Func<Evidence, bool> GoesOn { get; init; } = static _ => false;

    /// <summary>At most so many requests are sent then.</summary>
    public int MoreRequests { get; init; }
}
