using SQLitePCL;

namespace Tako.Storage.Sqlite.Engine;

/// <summary>One connection to one file; used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private readonly sqlite3 _db;
    private readonly List<Statement> _statements = [];

    /// <exception cref="SqliteFault">The file cannot be opened.</exception>
    public Connection(string file, TimeSpan busyTimeout)
    {
        SqliteEngine.Use();
        File = file;
        const int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(file, out _db, flags, null);
        if (code != raw.SQLITE_OK)
        {
            _db.manual_close_v2();
            throw new SqliteFault(code, file, "open");
        }

        raw.sqlite3_extended_result_codes(_db, 1);
        WaitWhenBusy(busyTimeout);
    }

    public string File { get; }

    /// <summary>Whether a transaction is open; SQLite closes it by itself after some errors.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    public void WaitWhenBusy(TimeSpan timeout) => raw.sqlite3_busy_timeout(_db, (int)timeout.TotalMilliseconds);

    /// <summary>A statement that lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        const uint persistent = 1; // SQLITE_PREPARE_PERSISTENT
        Check(raw.sqlite3_prepare_v3(_db, sql, persistent, out var handle));
        var statement = new Statement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql));

    /// <summary>The first column of the first row, as text.</summary>
    public string? Ask(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_db, sql, out var handle));
        using var statement = new Statement(this, handle);
        return statement.Step() ? statement.Text(0) : null;
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw new SqliteFault(code, File, raw.sqlite3_errmsg(_db).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
        _db.manual_close_v2();
    }
}
