using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Blobs;

/// <summary>Prepared statements over blobs on the writing connection; called inside a transaction.</summary>
internal sealed class BlobTable(Connection connection)
{
    private readonly Statement _insert = connection.Prepare(
        "INSERT OR IGNORE INTO blobs(tenant, ref, key, codec, size, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");

    private readonly Statement _delete = connection.Prepare("DELETE FROM blobs WHERE tenant=?1 AND key=?2");

    private readonly Statement _count = connection.Prepare("SELECT count(DISTINCT ref) FROM blobs WHERE tenant=?1");

    public bool Put(Tenant tenant, BlobRef blob, byte[] key, int codec, int size, byte[] body)
    {
        _insert.Bind(1, tenant.Value).Bind(2, blob.Value).Bind(3, key).Bind(4, codec).Bind(5, size).Bind(6, body).Run();
        return true;
    }

    /// <summary>Drops what was sealed under destroyed keys; returns how many contents have no other copy.</summary>
    public long Delete(Tenant tenant, IReadOnlyList<byte[]> keys)
    {
        var before = Count(tenant);
        foreach (var key in keys)
            _delete.Bind(1, tenant.Value).Bind(2, key).Run();
        return before - Count(tenant);
    }

    private long Count(Tenant tenant)
    {
        _count.Bind(1, tenant.Value).Step();
        var count = _count.Number(0);
        _count.Reset();
        return count;
    }
}
