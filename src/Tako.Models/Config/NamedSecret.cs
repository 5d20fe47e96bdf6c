namespace Tako.Models.Config;

/// <summary>A secret value and the name to put in its place; it prints as its name only.</summary>
public sealed record NamedSecret(string Name, string Value)
{
    public override string ToString() => $"[{Name}]";
}
