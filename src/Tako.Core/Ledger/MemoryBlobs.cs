using System.Security.Cryptography;
using System.Text;
using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>
/// The blobs of a <see cref="MemoryLedger"/>: one copy for each person the content is about, as in a store with a key
/// for each, so that erasing one person leaves what others put. Memory holds no secret keys: references are keyed by the
/// tenant's name, which makes them repeatable.
/// </summary>
internal sealed class MemoryBlobs
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Tenant, BlobRef), (byte[] Content, HashSet<string> Subjects)> _blobs = [];

    public BlobRef Put(Tenant tenant, ReadOnlyMemory<byte> content, string? subject)
    {
        var blob = new BlobRef(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(tenant.Value),
            content.Span)));
        lock (_lock)
        {
            if (!_blobs.TryGetValue((tenant, blob), out var held))
                _blobs[(tenant, blob)] = held = (content.ToArray(), []);
            held.Subjects.Add(subject ?? "");
        }

        return blob;
    }

    public ReadOnlyMemory<byte>? Get(Tenant tenant, BlobRef blob)
    {
        lock (_lock)
            return _blobs.TryGetValue((tenant, blob), out var held) ? held.Content : (ReadOnlyMemory<byte>?)null;
    }

    public long Erase(Tenant tenant, string? subject)
    {
        long erased = 0;
        lock (_lock)
        {
            foreach (var (key, held) in _blobs)
            {
                if (key.Item1 != tenant || (subject is not null && !held.Subjects.Remove(subject)))
                    continue;
                if (subject is null || held.Subjects.Count == 0)
                {
                    _blobs.Remove(key);
                    erased++;
                }
            }
        }

        return erased;
    }
}
