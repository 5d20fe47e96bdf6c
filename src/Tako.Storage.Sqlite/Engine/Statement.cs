using SQLitePCL;

namespace Tako.Storage.Sqlite.Engine;

/// <summary>A prepared statement: bind by position from 1, step, read columns from 0, reset.</summary>
internal sealed class Statement(Connection connection, sqlite3_stmt handle) : IDisposable
{
    public Statement Bind(int at, string? text)
    {
        connection.Check(text is null ? raw.sqlite3_bind_null(handle, at) : raw.sqlite3_bind_text(handle, at, text));
        return this;
    }

    public Statement Bind(int at, long number)
    {
        connection.Check(raw.sqlite3_bind_int64(handle, at, number));
        return this;
    }

    public Statement Bind(int at, long? number)
    {
        connection.Check(number is { } value
            ? raw.sqlite3_bind_int64(handle, at, value)
            : raw.sqlite3_bind_null(handle, at));
        return this;
    }

    public Statement Bind(int at, ReadOnlySpan<byte> bytes)
    {
        connection.Check(bytes.IsEmpty
            ? raw.sqlite3_bind_zeroblob(handle, at, 0)
            : raw.sqlite3_bind_blob(handle, at, bytes));
        return this;
    }

    /// <summary>True when a row is there, false at the end.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            // Reset first, so that the statement can be used again whatever becomes of the fault.
            raw.sqlite3_reset(handle);
            connection.Check(code);
        }

        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs to the end; for statements without rows.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(handle, column).ToArray();

    public void Dispose() => handle.manual_close();
}
