using Tako.Core.Ledger;

namespace Tako.Storage.Sqlite;

/// <summary>Where a ledger lies and how long it waits for other processes.</summary>
public sealed record SqliteLedgerOptions
{
    /// <summary>Folder of the ledger's files, on a local disk; made when missing, readable by its owner only.</summary>
    public required string Folder { get; init; }

    /// <summary>How long a write waits while another process writes.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Largest size of the ledger's file in bytes; at it, appends fail as on a full disk. Null for no limit but the
    /// disk.
    /// </summary>
    public long? MaxBytes { get; init; }

    /// <summary>How events of older versions are read.</summary>
    public Upcasters Upcasters { get; init; } = Upcasters.None;
}
