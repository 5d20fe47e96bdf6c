using System.Security.Cryptography;
using Tako.Core.Identity;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Blobs;

/// <summary>
/// The keys of tenants and persons, in a file of their own, so that a copied ledger reveals nothing. Keys are looked up
/// for each use and never kept: another process may destroy one at any time. Safe for concurrent use.
/// </summary>
internal sealed class KeyFile : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS keys(
            tenant TEXT NOT NULL, subject TEXT NOT NULL, id BLOB NOT NULL UNIQUE, secret BLOB NOT NULL,
            PRIMARY KEY(tenant, subject));
        """;

    private readonly Lock _lock = new();
    private readonly Connection _connection;
    private readonly Statement _find;
    private readonly Statement _findById;
    private readonly Statement _add;
    private readonly Statement _list;
    private readonly Statement _destroy;

    /// <exception cref="SqliteFault">The file cannot be used.</exception>
    public KeyFile(SqliteLedgerOptions options)
    {
        var path = Path.Combine(options.Folder, "keys.db");
        _connection = new Connection(path, options.BusyTimeout);
        try
        {
            PrivateFile.Protect(path);
            // Destroyed keys are overwritten, and the rollback journal, which held them, is cut: a log would keep them.
            _connection.Execute("PRAGMA journal_mode=TRUNCATE; PRAGMA secure_delete=ON; PRAGMA synchronous=FULL");
            _connection.Execute(Schema);
            _find = _connection.Prepare("SELECT id, secret FROM keys WHERE tenant=?1 AND subject=?2");
            _findById = _connection.Prepare("SELECT id, secret FROM keys WHERE tenant=?1 AND id=?2");
            _add = _connection.Prepare("INSERT OR IGNORE INTO keys(tenant, subject, id, secret) VALUES(?1, ?2, ?3, ?4)");
            _list = _connection.Prepare("SELECT id, secret FROM keys WHERE tenant=?1 AND (?2 IS NULL OR subject=?2)");
            _destroy = _connection.Prepare("DELETE FROM keys WHERE tenant=?1 AND (?2 IS NULL OR subject=?2)");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The key of a person, or with an empty <paramref name="subject"/> of the tenant; made durably when there is none.
    /// </summary>
    public BlobKey FindOrMake(Tenant tenant, string subject)
    {
        lock (_lock)
        {
            if (One(_find.Bind(1, tenant.Value).Bind(2, subject)) is { } known)
                return known;
            // Another process may make the same key at the same time: the first one stands.
            _add.Bind(1, tenant.Value).Bind(2, subject).Bind(3, RandomNumberGenerator.GetBytes(16))
                .Bind(4, RandomNumberGenerator.GetBytes(BlobKey.Bytes)).Run();
            return One(_find.Bind(1, tenant.Value).Bind(2, subject))
                ?? throw new SqliteFault(SQLitePCL.raw.SQLITE_ERROR, _connection.File,
                    "a new key was destroyed at once");
        }
    }

    /// <summary>Null once the key is destroyed.</summary>
    public BlobKey? Find(Tenant tenant, byte[] id)
    {
        lock (_lock)
            return One(_findById.Bind(1, tenant.Value).Bind(2, id));
    }

    /// <summary>Destroys the key of a person, or with null every key of the tenant, and returns their ids.</summary>
    public IReadOnlyList<byte[]> Destroy(Tenant tenant, string? subject)
    {
        lock (_lock)
        {
            _connection.Execute("BEGIN IMMEDIATE");
            try
            {
                var ids = new List<byte[]>();
                _list.Bind(1, tenant.Value).Bind(2, subject);
                while (_list.Step())
                    ids.Add(_list.Bytes(0));
                _list.Reset();
                _destroy.Bind(1, tenant.Value).Bind(2, subject).Run();
                _connection.Execute("COMMIT");
                return ids;
            }
            catch
            {
                if (_connection.InTransaction)
                    _connection.Execute("ROLLBACK");
                throw;
            }
        }
    }

    public void Dispose() => _connection.Dispose();

    private static BlobKey? One(Statement query)
    {
        var key = query.Step() ? new BlobKey(query.Bytes(0), query.Bytes(1)) : null;
        query.Reset();
        return key;
    }
}
