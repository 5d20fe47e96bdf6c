namespace Tako.Reflexes.Secrets;

/// <summary>Where a secret stands in a text.</summary>
/// <param name="Kind">Such as <c>github-token</c>, or <c>known</c> for a value that was given to the scanner.</param>
public readonly record struct SecretFinding(int Start, int Length, string Kind)
{
    public int End => Start + Length;
}
