using System.Text;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Bench.Ledger;

/// <summary>The same inserts without a ledger: no check of the head, no hash, no queue, no other threads.</summary>
internal sealed class BareSqlite : IDisposable
{
    public static readonly byte[] Body = Encoding.UTF8.GetBytes($$"""{"step":"build","text":"{{new string('x', 270)}}"}""");

    private static readonly byte[] _hash = new byte[32];
    private readonly Connection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _insert;
    private readonly Statement _create;
    private readonly Statement _advance;
    private readonly Dictionary<string, long> _heads = [];

    public BareSqlite(string folder, Durability durability)
    {
        _connection = new Connection(Path.Combine(folder, "ledger.db"), TimeSpan.FromSeconds(15));
        _connection.Execute(durability == Durability.Durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        _begin = _connection.Prepare("BEGIN IMMEDIATE");
        _commit = _connection.Prepare("COMMIT");
        _insert = _connection.Prepare(
            "INSERT INTO events(tenant, stream, seq, epoch, time, actor, cause, type, version, body, blobs, hash) " +
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
        _create = _connection.Prepare(
            "INSERT INTO streams(tenant, stream, seq, epoch, hash, created, updated) VALUES(?1, ?2, ?3, " +
            "0, ?4, ?5, ?5)");
        _advance = _connection.Prepare("UPDATE streams SET seq=?3, hash=?4, updated=?5 WHERE tenant=?1 AND stream=?2");
    }

    public void Append(string stream, int count, int perTransaction)
    {
        for (var done = 0; done < count; done += perTransaction)
        {
            _begin.Run();
            for (var i = 0; i < perTransaction; i++)
                Insert(stream);
            _commit.Run();
        }
    }

    /// <summary>Round and round over the streams.</summary>
    public void AppendMany(int streams, int each, int perTransaction)
    {
        for (var done = 0; done < streams * each; done += perTransaction)
        {
            _begin.Run();
            for (var i = 0; i < perTransaction; i++)
                Insert($"task/{(done + i) % streams}");
            _commit.Run();
        }
    }

    public void Dispose() => _connection.Dispose();

    private void Insert(string stream)
    {
        var seq = _heads[stream] = _heads.GetValueOrDefault(stream) + 1;
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        _insert.Bind(1, "local").Bind(2, stream).Bind(3, seq).Bind(4, 0L).Bind(5, now).Bind(6, "arm/coder")
            .Bind(7, (long?)null).Bind(8, "step.completed").Bind(9, 1L).Bind(10, Body).Bind(11, (string?)null).Bind(12, _hash).Run();
        var save = seq == 1 ? _create : _advance;
        save.Bind(1, "local").Bind(2, stream).Bind(3, seq).Bind(4, _hash).Bind(5, now).Run();
    }
}
