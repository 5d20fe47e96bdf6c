namespace Tako.Models.Wire;

/// <summary>What a provider's error body says, reduced to what may be shown: codes, never its prose, which can quote a
/// prompt or a key.</summary>
internal sealed record ProviderError
{
    public static readonly ProviderError None = new();

    public string? Code { get; init; }

    public string? Type { get; init; }

    public string? Parameter { get; init; }

    /// <summary>The prose says that the prompt is too long.</summary>
    public bool SaysTooLong { get; init; }

    /// <summary>The prose or the code says that the content is refused.</summary>
    public bool SaysRefused { get; init; }

    /// <summary>The account has nothing left, so that waiting is of no use.</summary>
    public bool SaysNoQuota { get; init; }

    public bool Has(string word) =>
        Code?.Contains(word, StringComparison.OrdinalIgnoreCase) == true
            || Type?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
