using Tako.Models.Failures;

namespace Tako.Models.Calls;

/// <summary>Who answers a call, and how it came to that.</summary>
public sealed record AnswerHead
{
    /// <summary>Configured name of the model that answers; empty when none did.</summary>
    public string Model { get; init; } = "";

    public string Provider { get; init; } = "";

    /// <summary>Which link of the chain it is, from 0.</summary>
    public int Link { get; init; }

    /// <summary>Attempts so far, the answering one included.</summary>
    public int Attempts { get; init; }

    /// <summary>The attempts and links before it that did not answer, in order.</summary>
    public IReadOnlyList<Tried> Before { get; init; } = [];

    /// <summary>Fields of the request that the provider's protocol cannot say and that were left out.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>What the exact cache had to do with it.</summary>
    public CacheState Cache { get; init; }

    /// <summary>Nobody was paid for this answer: it comes from the cache, or from a call that was running for another.</summary>
    public bool Cached => Cache is CacheState.Hit or CacheState.Joined;
}

/// <summary>A link that did not answer.</summary>
/// <param name="Why">The kind of its failure; null when it was passed over without an attempt.</param>
/// <param name="Reason">A word for it: the failure's kind, <c>breaker open</c>, or the condition that did not hold.</param>
public sealed record Tried(string Model, CallFailureKind? Why, string Reason);
