namespace Tako.House.Tests;

/// <summary>One breach of the house's rules: where, and what to do about it.</summary>
public sealed record Finding(string Where, string What)
{
    public override string ToString() => $"{Where}: {What}";
}
