using System.Globalization;

namespace Tako.Storage.Sqlite.Engine;

/// <summary>
/// The file of events and blobs: how it is opened and what is in it. The tenant leads every key, so that no query can
/// reach another's rows.
/// </summary>
internal sealed class LedgerFile(SqliteLedgerOptions options)
{
    private const int ApplicationId = 0x54616b6f; // "Tako"
    private const int SchemaVersion = 1;
    private static readonly TimeSpan _switchPause = TimeSpan.FromMilliseconds(10);

    private const string Schema = """
        CREATE TABLE streams(
            tenant TEXT NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL, epoch INTEGER NOT NULL,
            hash BLOB NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, owner TEXT, until INTEGER,
            PRIMARY KEY(tenant, stream)) WITHOUT ROWID;
        CREATE TABLE events(
            tenant TEXT NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL, epoch INTEGER NOT NULL,
            time INTEGER NOT NULL, actor TEXT NOT NULL, cause INTEGER, type TEXT NOT NULL, version INTEGER NOT NULL,
            body BLOB NOT NULL, blobs TEXT, hash BLOB NOT NULL,
            PRIMARY KEY(tenant, stream, seq)) WITHOUT ROWID;
        CREATE TABLE blobs(
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, ref TEXT NOT NULL, key BLOB NOT NULL, codec INTEGER NOT NULL,
            size INTEGER NOT NULL, body BLOB NOT NULL,
            UNIQUE(tenant, ref, key));
        """;

    public string Path { get; } = System.IO.Path.Combine(options.Folder, "ledger.db");

    /// <summary>Makes the file where it is missing and refuses one that is not a ledger of this version.</summary>
    /// <exception cref="SqliteFault">The file cannot be used.</exception>
    /// <exception cref="NotSupportedException">It holds something else; the message says what.</exception>
    public async Task<Connection> OpenToWriteAsync(CancellationToken cancellationToken)
    {
        var connection = new Connection(Path, options.BusyTimeout);
        try
        {
            PrivateFile.Protect(Path);
            await SwitchToWalAsync(connection, cancellationToken);
            Settle(connection);
            if (options.MaxBytes is { } limit)
            {
                var page = long.Parse(connection.Ask("PRAGMA page_size")!, CultureInfo.InvariantCulture);
                connection.Execute($"PRAGMA max_page_count={Math.Max(1, limit / page)}");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public Connection OpenToRead()
    {
        var connection = new Connection(Path, options.BusyTimeout);
        connection.Execute("PRAGMA query_only=ON");
        return connection;
    }

    /// <summary>
    /// Only the first opening ever switches; SQLite does not wait for another process that is doing the same.
    /// </summary>
    private async Task SwitchToWalAsync(Connection connection, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!TrySwitchToWal(connection, TimeProvider.System.GetElapsedTime(start) < options.BusyTimeout))
            await Task.Delay(_switchPause, TimeProvider.System, cancellationToken);
    }

    private static bool TrySwitchToWal(Connection connection, bool mayRetry)
    {
        try
        {
            var mode = connection.Ask("PRAGMA journal_mode=WAL");
            return mode == "wal" ? true : throw new NotSupportedException(
                $"{connection.File} lies on a file system without shared memory (SQLite stays in '{mode}' mode). " +
                    "Choose a folder on a local disk.");
        }
        catch (SqliteFault fault) when (fault.IsBusy && mayRetry)
        {
            return false;
        }
    }

    private static void Settle(Connection connection)
    {
        connection.Execute("PRAGMA synchronous=FULL");
        if (connection.Ask("PRAGMA user_version") == "0")
        {
            connection.Execute("BEGIN IMMEDIATE");
            if (connection.Ask("PRAGMA user_version") == "0")
            {
                if (connection.Ask("SELECT count(*) FROM sqlite_master") != "0")
                    throw new NotSupportedException($"{connection.File} is a database of another program. Choose another folder.");
                connection.Execute(Schema);
                connection.Execute($"PRAGMA application_id={ApplicationId}");
                connection.Execute($"PRAGMA user_version={SchemaVersion}");
            }

            connection.Execute("COMMIT");
        }

        if (connection.Ask("PRAGMA application_id") != ApplicationId.ToString(CultureInfo.InvariantCulture))
            throw new NotSupportedException($"{connection.File} is a database of another program. Choose another folder.");
        if (connection.Ask("PRAGMA user_version") is var version
            && version != SchemaVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new NotSupportedException($"{connection.File} has layout {version}; this Tako knows layout {SchemaVersion}. " +
                "Use the version of Tako that made it, or a newer one.");
        }
    }
}
