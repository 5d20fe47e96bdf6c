using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Tako.Workspace.Repositories;

/// <summary>New objects of a repository, collected and handed to git as one pack.</summary>
/// <param name="isSha256">The repository names its objects by SHA-256 instead of SHA-1.</param>
internal sealed class GitPack(bool isSha256)
{
    private readonly Dictionary<string, (int Kind, ReadOnlyMemory<byte> Content)> _objects = new(StringComparer.Ordinal);

    public string Blob(ReadOnlyMemory<byte> content) => Add(3, "blob", content);

    public string Commit(string text) => Add(1, "commit", Encoding.UTF8.GetBytes(text));

    public string Tree(IReadOnlyDictionary<string, GitEntry> entries)
    {
        using var tree = new MemoryStream();
        foreach (var (name, entry) in entries.OrderBy(pair => pair, Comparer<KeyValuePair<string, GitEntry>>.Create(Compare)))
        {
            tree.Write(Encoding.ASCII.GetBytes(entry.IsTree ? "40000 " : entry.Mode + " "));
            tree.Write(Encoding.UTF8.GetBytes(name));
            tree.WriteByte(0);
            tree.Write(Convert.FromHexString(entry.Id));
        }

        return Add(2, "tree", tree.ToArray());
    }

    /// <summary>The pack file, version 2, without deltas.</summary>
    public byte[] ToArray()
    {
        using var pack = new MemoryStream();
        pack.Write("PACK"u8);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, 2);
        pack.Write(number);
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)_objects.Count);
        pack.Write(number);
        foreach (var (kind, content) in _objects.Values)
        {
            Head(pack, kind, content.Length);
            using var packed = new ZLibStream(pack, CompressionLevel.Fastest, leaveOpen: true);
            packed.Write(content.Span);
        }

        pack.Write(Hash(pack.ToArray()));
        return pack.ToArray();
    }

    // A folder sorts as if its name ended with a slash.
    private static int Compare(KeyValuePair<string, GitEntry> one, KeyValuePair<string, GitEntry> other) =>
        Encoding.UTF8.GetBytes(one.Key + (one.Value.IsTree ? "/" : "")).AsSpan()
            .SequenceCompareTo(Encoding.UTF8.GetBytes(other.Key + (other.Value.IsTree ? "/" : "")));

    private static void Head(MemoryStream pack, int kind, long length)
    {
        var part = (kind << 4) | (int)(length & 15);
        for (length >>= 4; length > 0; length >>= 7)
        {
            pack.WriteByte((byte)(part | 0x80));
            part = (int)(length & 0x7F);
        }

        pack.WriteByte((byte)part);
    }

    private string Add(int kind, string name, ReadOnlyMemory<byte> content)
    {
        var head = Encoding.ASCII.GetBytes($"{name} {content.Length}\0");
        var id = Convert.ToHexStringLower(Hash([.. head, .. content.Span]));
        _objects[id] = (kind, content);
        return id;
    }

    // Names of objects, not a protection.
    private byte[] Hash(byte[] content) => isSha256 ? SHA256.HashData(content) : SHA1.HashData(content);
}
