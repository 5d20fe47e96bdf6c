using SQLitePCL;

namespace Tako.Storage.Sqlite.Engine;

/// <summary>
/// A call into SQLite that failed. Never leaves this project: its message becomes the reason of an outcome.
/// </summary>
internal sealed class SqliteFault(int code, string file, string detail) : Exception(Describe(code, file, detail))
{
    public int Code { get; } = code & 0xff;

    public bool IsBusy => Code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    public bool IsDamage => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    private static string Describe(int code, string file, string detail) => (code & 0xff) switch
    {
        raw.SQLITE_FULL => $"The disk is full, or {file} has reached its largest size. Free some space there, or raise the limit.",
        raw.SQLITE_READONLY => $"{file} cannot be written: the file, its folder or its file system is read-only, or it was moved away. " +
            "Give this user the right to write there.",
        raw.SQLITE_CORRUPT => $"{file} is damaged ({detail}). Run 'tako verify' to see which streams are touched, " +
            "and restore the file from a copy.",
        raw.SQLITE_NOTADB => $"{file} is not a ledger, or its first page is damaged. Move it away, or restore it from a copy.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            $"Another process has been writing to {file} for too long. See which one holds it " +
            $"('fuser {file}'), and try again.",
        raw.SQLITE_CANTOPEN => $"{file} cannot be opened: a folder on the way is missing, or this user has no right to it.",
        raw.SQLITE_IOERR => $"Reading or writing {file} failed (input/output error {code}: {detail}). " +
            "Check the disk ('dmesg') and its free space.",
        raw.SQLITE_NOMEM => $"There is not enough memory to work on {file}.",
        _ => $"SQLite refused to work on {file} (error {code}: {detail}).",
    };
}
