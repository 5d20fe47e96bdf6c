using System.Globalization;
using System.Security.Cryptography;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Answers;

/// <summary>One opening of the file of answers: a connection that writes and one that reads, with their statements.</summary>
internal sealed class AnswerFile : IDisposable
{
    private const int ApplicationId = 0x54616b63; // "Takc"
    private const int Layout = 1;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS answers(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL, codec INTEGER NOT NULL,
            size INTEGER NOT NULL, expires INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS answers_by_end ON answers(expires);
        CREATE TABLE IF NOT EXISTS generation(id TEXT NOT NULL);
        """;

    private readonly Connection _writing;
    private readonly Connection _reading;
    private readonly Statement _find;
    private readonly Statement _put;
    private readonly Statement _remove;
    private readonly Statement _erase;
    private readonly Statement _sweep;
    private readonly Statement _oldest;
    private readonly Statement _count;
    private readonly Statement _changes;

    /// <exception cref="SqliteFault">The file cannot be used.</exception>
    /// <exception cref="NotSupportedException">It belongs to another program.</exception>
    public AnswerFile(string path, TimeSpan busyTimeout)
    {
        _writing = new Connection(path, busyTimeout);
        try
        {
            PrivateFile.Protect(path);
            Settle();
            Generation = _writing.Ask("SELECT id FROM generation") ?? "";
            _put = _writing.Prepare(
                "INSERT OR REPLACE INTO answers(name, tenant, codec, size, expires, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
            _remove = _writing.Prepare("DELETE FROM answers WHERE name=?1");
            _erase = _writing.Prepare("DELETE FROM answers WHERE tenant=?1");
            _sweep = _writing.Prepare("DELETE FROM answers WHERE expires<=?1");
            _oldest = _writing.Prepare(
                "DELETE FROM answers WHERE id IN (SELECT id FROM answers ORDER BY id LIMIT ?1)");
            _changes = _writing.Prepare("SELECT changes()");
            _reading = new Connection(path, busyTimeout);
        }
        catch
        {
            _reading?.Dispose();
            _writing.Dispose();
            throw;
        }

        _reading.Execute("PRAGMA query_only=ON");
        _find = _reading.Prepare("SELECT codec, size, body FROM answers WHERE name=?1 AND expires>?2");
        _count = _reading.Prepare("SELECT count(*) FROM answers");
    }

    /// <summary>Tells this file from one that was made anew in its place.</summary>
    public string Generation { get; }

    public (int Codec, int Size, byte[] Body)? Find(string name, long now)
    {
        try
        {
            return _find.Bind(1, name).Bind(2, now).Step()
                ? ((int)_find.Number(0), (int)_find.Number(1), _find.Bytes(2))
                : null;
        }
        finally
        {
            _find.Reset();
        }
    }

    public (long Answers, long Bytes) Size()
    {
        _count.Step();
        var count = _count.Number(0);
        _count.Reset();
        return (count, Used(_reading));
    }

    public void Put(SealedAnswer answer) => _put.Bind(1, answer.Name).Bind(2, answer.Tenant.Value).Bind(3, answer.Codec)
        .Bind(4, answer.Size).Bind(5, answer.Expires).Bind(6, answer.Body).Run();

    public long Remove(string name) => Changed(_remove.Bind(1, name));

    public long Erase(string tenant) => Changed(_erase.Bind(1, tenant));

    public long Sweep(long now) => Changed(_sweep.Bind(1, now));

    public long RemoveOldest(int count) => Changed(_oldest.Bind(1, count));

    /// <summary>Bytes of the pages that are in use.</summary>
    public long Used() => Used(_writing);

    /// <exception cref="SqliteFault">Nothing was written.</exception>
    public T InTransaction<T>(Func<AnswerFile, T> work)
    {
        _writing.Execute("BEGIN IMMEDIATE");
        try
        {
            var result = work(this);
            _writing.Execute("COMMIT");
            return result;
        }
        catch
        {
            if (_writing.InTransaction)
                _writing.Execute("ROLLBACK");
            throw;
        }
    }

    public void Dispose()
    {
        _reading.Dispose();
        _writing.Dispose();
    }

    private void Settle()
    {
        _writing.Ask("PRAGMA journal_mode=WAL");
        // A crash of the machine may lose the last answers, never the file.
        _writing.Execute("PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=4194304");
        if (_writing.Ask("PRAGMA user_version") == "0")
        {
            _writing.Execute("BEGIN IMMEDIATE");
            if (_writing.Ask("PRAGMA application_id") == "0" && _writing.Ask("SELECT count(*) FROM sqlite_master") != "0")
                throw new NotSupportedException($"{_writing.File} is a database of another program; it is left alone.");
            _writing.Execute(Schema);
            if (_writing.Ask("SELECT count(*) FROM generation") == "0")
                _writing.Execute($"INSERT INTO generation VALUES('{RandomNumberGenerator.GetHexString(16)}')");
            _writing.Execute($"PRAGMA application_id={ApplicationId}; PRAGMA user_version={Layout}");
            _writing.Execute("COMMIT");
        }

        if (_writing.Ask("PRAGMA application_id") != ApplicationId.ToString(CultureInfo.InvariantCulture)
            || _writing.Ask("PRAGMA user_version") != Layout.ToString(CultureInfo.InvariantCulture))
            throw new NotSupportedException($"{_writing.File} is of another program, or of another version of Tako.");
    }

    private static long Used(Connection connection)
    {
        return (Number("page_count") - Number("freelist_count")) * Number("page_size");

        long Number(string pragma) => long.Parse(connection.Ask($"PRAGMA {pragma}")!, CultureInfo.InvariantCulture);
    }

    private long Changed(Statement statement)
    {
        statement.Run();
        _changes.Step();
        var changed = _changes.Number(0);
        _changes.Reset();
        return changed;
    }
}
