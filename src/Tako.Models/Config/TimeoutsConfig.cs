namespace Tako.Models.Config;

/// <summary>Limits of time; what is left out is as usual.</summary>
public sealed record TimeoutsConfig
{
    public static readonly TimeoutsConfig Usual = new();

    /// <summary>Until a connection stands.</summary>
    public TimeSpan? Connect { get; init; }

    /// <summary>Until the first content of a streamed answer.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>Between two pieces of a streamed answer.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>After the finish reason, for what may still follow.</summary>
    public TimeSpan? Trailing { get; init; }

    /// <summary>One attempt without a stream, from its beginning to its end.</summary>
    public TimeSpan? Answer { get; init; }

    /// <summary>The call in all, with every attempt and every wait.</summary>
    public TimeSpan? Call { get; init; }

    /// <summary>These limits, and where they say nothing, those.</summary>
    public TimeoutsConfig Or(TimeoutsConfig other) => new()
    {
        Connect = Connect ?? other.Connect,
        FirstToken = FirstToken ?? other.FirstToken,
        Idle = Idle ?? other.Idle,
        Trailing = Trailing ?? other.Trailing,
        Answer = Answer ?? other.Answer,
        Call = Call ?? other.Call,
    };
}
