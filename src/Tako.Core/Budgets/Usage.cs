namespace Tako.Core.Budgets;

/// <summary>What a call really used. Null is <em>unknown</em>, which is never the same as zero.</summary>
public sealed record Usage
{
    public static readonly Usage Unknown = new();

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    /// <summary>Part of <see cref="InputTokens"/> that the provider read from its cache.</summary>
    public long? CachedInputTokens { get; init; }

    /// <summary>US dollars at the model's prices.</summary>
    public decimal? Usd { get; init; }
}
