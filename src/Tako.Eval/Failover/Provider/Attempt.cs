namespace Tako.Eval.Failover.Provider;

/// <summary>One request that reached the faulty provider.</summary>
public sealed record Attempt
{
    /// <summary>Since the provider started, on the provider's clock.</summary>
    public required TimeSpan At { get; init; }

    public required string Path { get; init; }

    /// <summary>The API that was spoken, by the path.</summary>
    public required Surface Wire { get; init; }

    public required string Model { get; init; }

    /// <summary><c>s01</c> to <c>s16</c>, or null for a model of no scenario.</summary>
    public string? Scenario { get; init; }

    /// <summary>How many attempts came to this model of a scenario before this one since the last reset; 0 for other models.</summary>
    public required int Before { get; init; }

    public required bool Streams { get; init; }

    public required int Messages { get; init; }

    /// <summary>The last message is the assistant's: the answer is to go on from it.</summary>
    public required bool Prefill { get; init; }

    /// <summary>The beginning of the answer was in the request, as a prefill or told in a message.</summary>
    public required bool Continues { get; init; }

    /// <summary>The status that was answered; 0 for a silence or a reset.</summary>
    public required int Status { get; init; }

    /// <summary>What the whole answer counts, whether or not it gets that far; null where nothing is counted.</summary>
    public Tokens? Reported { get; init; }
}
