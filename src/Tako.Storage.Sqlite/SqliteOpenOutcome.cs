namespace Tako.Storage.Sqlite;

/// <summary>What became of opening a ledger.</summary>
public abstract record SqliteOpenOutcome
{
    private SqliteOpenOutcome() { }

    /// <param name="Ledger">Owned by the caller.</param>
    public sealed record Opened(SqliteLedger Ledger) : SqliteOpenOutcome;

    /// <summary>
    /// The files cannot be used (no right, no space, damaged, made by a newer version): what and the way out.
    /// </summary>
    public sealed record Failed(string Reason) : SqliteOpenOutcome;
}
