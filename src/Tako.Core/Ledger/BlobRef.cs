namespace Tako.Core.Ledger;

/// <summary>
/// Points at an exact body (prompt, output, file) kept outside the events: a keyed hash of the content in lower-case
/// hexadecimal. The same content of the same tenant has the same reference; without the tenant's key it tells nothing.
/// </summary>
public readonly record struct BlobRef(string Value)
{
    public override string ToString() => Value;
}
