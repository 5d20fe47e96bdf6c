using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>One call as it is asked for: a client's bytes, or a typed prompt from inside the process.</summary>
public sealed record ModelCall
{
    /// <summary>The configured name of a model or of a strategy.</summary>
    public required string Model { get; init; }

    public CallOperation Operation { get; init; } = CallOperation.Generate;

    /// <summary>The protocol of <see cref="Body"/> and of the answer; null for a typed call, whose answer comes as its
    /// provider speaks.</summary>
    public WireKind? Wire { get; init; }

    /// <summary>The client's request as it came, UTF-8 JSON; must stay unchanged until the answer is disposed.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The typed prompt of a call from inside.</summary>
    internal ChatAsk? Ask { get; init; }

    public bool Streamed { get; init; }

    public CallTerms Terms { get; init; } = CallTerms.None;
}

/// <summary>What a model is to do.</summary>
public enum CallOperation
{
    Generate,

    /// <summary>OpenAI's embeddings; only providers of that family can.</summary>
    Embed,

    /// <summary>Anthropic's count of a prompt's tokens.</summary>
    CountTokens,
}

/// <summary>What bounds a call over all of its attempts, and what conditions of a chain may ask about.</summary>
public sealed record CallTerms
{
    public static readonly CallTerms None = new();

    /// <summary>For the call in all, whatever is nested in it; null leaves it to the configuration.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>US dollars that all attempts together may cost; null is no ceiling.</summary>
    public decimal? MostUsd { get; init; }

    /// <summary>Share of the payer's budget that is left, 0 to 1; null where there is none.</summary>
    public double? BudgetLeft { get; init; }

    /// <summary>What kind of task it is, in the caller's words, such as <c>code</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whose call it is: caches and statistics are kept apart by it.</summary>
    public string Tenant { get; init; } = "local";

    /// <summary>What the caller wants of the exact cache.</summary>
    public CacheControl Cache { get; init; } = CacheControl.Default;
}
