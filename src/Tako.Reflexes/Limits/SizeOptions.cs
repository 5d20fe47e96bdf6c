namespace Tako.Reflexes.Limits;

/// <summary>How large things may be.</summary>
public sealed record SizeOptions
{
    /// <summary>Bytes of the JSON arguments of one call.</summary>
    public int ArgumentBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Characters of all texts of one request to a model.</summary>
    public int PromptCharacters { get; init; } = 4_000_000;

    /// <summary>Characters of one run of text in a model's answer; the answer is cut there.</summary>
    public int ResponseCharacters { get; init; } = 1_000_000;

    internal SizeOptions Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ArgumentBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PromptCharacters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ResponseCharacters);
        return this;
    }
}
