using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>
/// Links each event of a stream to the one before: SHA-256 over the previous hash and every field, each with its length
/// in front, so that no two different events can have the same preimage.
/// </summary>
public static class HashChain
{
    /// <summary>What the first event of a stream follows.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public static string Next(string previous, Tenant tenant, StreamId stream, long seq, long epoch, DateTimeOffset time, NewEvent entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, previous);
        Add(hash, tenant.Value);
        Add(hash, stream.Value);
        Add(hash, seq);
        Add(hash, epoch);
        Add(hash, time.UtcTicks);
        Add(hash, entry.Actor);
        Add(hash, entry.Cause ?? -1);
        Add(hash, entry.Type);
        Add(hash, entry.Version);
        Add(hash, entry.Body.Span);
        Add(hash, entry.Blobs.Count);
        foreach (var blob in entry.Blobs)
            Add(hash, blob.Value);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text) => Add(hash, Encoding.UTF8.GetBytes(text));

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Add(hash, bytes.Length);
        hash.AppendData(bytes);
    }
}
