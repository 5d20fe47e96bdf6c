using System.Buffers;
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
    /// <summary>Length of a hash in bytes.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>What the first event of a stream follows.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public static string Next(string previous, Tenant tenant, StreamId stream, long seq, long epoch,
        DateTimeOffset time, NewEvent entry)
    {
        Span<byte> before = stackalloc byte[HashBytes];
        Span<byte> hash = stackalloc byte[HashBytes];
        var status = Convert.FromHexString(previous, before, out _, out var written);
        if (status != OperationStatus.Done || written != HashBytes)
            throw new ArgumentException("The previous hash is not 64 hexadecimal digits.", nameof(previous));
        Next(before, tenant, stream, seq, epoch, time, entry, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>
    /// The same for stores that keep hashes as bytes; <paramref name="hash"/> may be <paramref name="previous"/>.
    /// </summary>
    public static void Next(ReadOnlySpan<byte> previous, Tenant tenant, StreamId stream, long seq, long epoch,
        DateTimeOffset time, NewEvent entry, Span<byte> hash)
    {
        // One buffer and one call into the hash: on the hot path of every append the calls cost more than the hashing.
        var preimage = ArrayPool<byte>.Shared.Rent(Bound(previous, tenant, stream, entry));
        var at = 0;
        Add(preimage, ref at, previous);
        Add(preimage, ref at, tenant.Value);
        Add(preimage, ref at, stream.Value);
        Add(preimage, ref at, seq);
        Add(preimage, ref at, epoch);
        Add(preimage, ref at, time.UtcTicks);
        Add(preimage, ref at, entry.Actor);
        Add(preimage, ref at, entry.Cause ?? -1);
        Add(preimage, ref at, entry.Type);
        Add(preimage, ref at, entry.Version);
        Add(preimage, ref at, entry.Body.Span);
        Add(preimage, ref at, entry.Blobs.Count);
        foreach (var blob in entry.Blobs)
            Add(preimage, ref at, blob.Value);
        SHA256.HashData(preimage.AsSpan(0, at), hash);
        ArrayPool<byte>.Shared.Return(preimage);
    }

    private static int Bound(ReadOnlySpan<byte> previous, Tenant tenant, StreamId stream, NewEvent entry)
    {
        const int numbers = 14 * sizeof(long);
        var texts = tenant.Value.Length + stream.Value.Length + entry.Actor.Length + entry.Type.Length;
        var bound = numbers + previous.Length + 3 * texts + entry.Body.Length;
        foreach (var blob in entry.Blobs)
            bound += sizeof(long) + 3 * blob.Value.Length;
        return bound;
    }

    private static void Add(byte[] to, ref int at, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, to.AsSpan(at + sizeof(long)));
        Add(to, ref at, length);
        at += length;
    }

    private static void Add(byte[] to, ref int at, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.AsSpan(at), number);
        at += sizeof(long);
    }

    private static void Add(byte[] to, ref int at, ReadOnlySpan<byte> bytes)
    {
        Add(to, ref at, bytes.Length);
        bytes.CopyTo(to.AsSpan(at));
        at += bytes.Length;
    }
}
