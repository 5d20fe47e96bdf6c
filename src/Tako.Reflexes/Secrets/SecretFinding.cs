namespace Tako.Reflexes.Secrets;

/// <summary>Where a secret stands in a text.</summary>
/// <param name="Kind">Such as <c>github-token</c>, or <c>known</c> for a value that was given to the scanner.</param>
public readonly record struct SecretFinding(int Start, int Length, string Kind)
{
    public int End => Start + Length;

    /// <summary>Whether the name of the value tells that it is a secret, and not a format of its own.</summary>
    public bool Guessed { get; init; }
}
