namespace Tako.Core.Ledger;

/// <summary>
/// The ledger could not be written or read (disk full, read-only, corrupt). Nothing may go on without it.
/// </summary>
public sealed class LedgerUnavailableException(string reason)
    : Exception($"The ledger cannot be used: {reason} Work stops here and can be resumed with 'tako resume'.");
