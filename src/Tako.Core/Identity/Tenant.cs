namespace Tako.Core.Identity;

/// <summary>Whose data it is. Every stream, event and blob belongs to one tenant and no query crosses tenants.</summary>
public readonly record struct Tenant(string Value)
{
    public static readonly Tenant Local = new("local");

    public override string ToString() => Value;
}
