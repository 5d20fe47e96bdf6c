namespace Tako.Core.Ledger;

/// <summary>Limits that every ledger enforces.</summary>
public static class LedgerLimits
{
    /// <summary>Largest event body, in bytes; anything larger belongs into a blob.</summary>
    public const int EventBytes = 8 * 1024;

    /// <summary>Largest blob, in bytes.</summary>
    public const int BlobBytes = 64 * 1024 * 1024;

    /// <summary>Most events of one append.</summary>
    public const int EventsPerAppend = 256;
}
