using System.Buffers.Binary;
using Tako.Core.Caching;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Blobs;

namespace Tako.Storage.Sqlite.Answers;

/// <summary>
/// An answer as it lies in the file: named by a keyed hash and sealed under the tenant's key, like a blob. Without the keys
/// nobody can tell what was asked, not even whether a known question was.
/// </summary>
internal sealed record SealedAnswer(Tenant Tenant, string Name, int Codec, int Size, long Expires, byte[] Body)
{
    private const int Head = sizeof(long) * 2 + sizeof(int) * 2;

    /// <summary>Under which name the answer of a key lies.</summary>
    public static string NameOf(BlobKey tenantKey, AnswerKey key)
    {
        Span<byte> hash = stackalloc byte[AnswerKey.Bytes];
        key.CopyTo(hash);
        return BlobSeal.Name(ForAnswers(tenantKey), hash).Value;
    }

    public static SealedAnswer Seal(BlobKey tenantKey, Tenant tenant, AnswerKey key, StoredAnswer answer)
    {
        var name = NameOf(tenantKey, key);
        var content = Write(answer);
        var (codec, body) = BlobSeal.Seal(ForAnswers(tenantKey), tenant, new BlobRef(name), content);
        return new SealedAnswer(tenant, name, codec, content.Length, answer.Expires.UtcTicks, body);
    }

    /// <summary>Null when it is not what was sealed.</summary>
    public static StoredAnswer? Open(BlobKey tenantKey, Tenant tenant, string name, int codec, int size, byte[] body) =>
        BlobSeal.Open(ForAnswers(tenantKey), tenant, new BlobRef(name), codec, size, body) is { } content
            ? Read(content)
            : null;

    private static BlobKey ForAnswers(BlobKey key) => new(key.Id, key.ForAnswers());

    // When it was stored and ends, the number of frames, the note's length; the frames' ends, the note, the bytes.
    private static byte[] Write(StoredAnswer answer)
    {
        var content = new byte[Head + answer.Ends.Count * sizeof(int) + answer.About.Length + answer.Bytes.Length];
        var rest = content.AsSpan();
        BinaryPrimitives.WriteInt64LittleEndian(rest, answer.Stored.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(rest[8..], answer.Expires.UtcTicks);
        BinaryPrimitives.WriteInt32LittleEndian(rest[16..], answer.Ends.Count);
        BinaryPrimitives.WriteInt32LittleEndian(rest[20..], answer.About.Length);
        rest = rest[Head..];
        foreach (var end in answer.Ends)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, end);
            rest = rest[sizeof(int)..];
        }

        answer.About.Span.CopyTo(rest);
        answer.Bytes.Span.CopyTo(rest[answer.About.Length..]);
        return content;
    }

    // The seal has shown that the content is as it was written.
    private static StoredAnswer Read(byte[] content)
    {
        var ends = new int[BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(16))];
        var about = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(20));
        var at = Head;
        for (var index = 0; index < ends.Length; index++, at += sizeof(int))
            ends[index] = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(at));
        return new StoredAnswer
        {
            Stored = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(content), TimeSpan.Zero),
            Expires = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(8)), TimeSpan.Zero),
            Ends = ends,
            About = content.AsMemory(at, about),
            Bytes = content.AsMemory(at + about),
        };
    }
}
