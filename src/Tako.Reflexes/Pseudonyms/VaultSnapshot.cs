using Tako.Core.Labels;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>The bytes of a vault's entries, before they are encrypted as a whole.</summary>
internal static class VaultSnapshot
{
    private const byte Version = 1;

    public static ReadOnlySpan<byte> Bound => "tako/pseudonyms/vault/1"u8;

    public static byte[] Write(IReadOnlyCollection<VaultEntry> entries)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write(entries.Count);
        foreach (var entry in entries)
        {
            writer.Write((byte)entry.Token.Kind);
            writer.Write(entry.Token.Code);
            writer.Write((ulong)(entry.Digest >> 64));
            writer.Write((ulong)entry.Digest);
            writer.Write((byte)entry.Level);
            writer.Write(entry.Ends.UtcTicks);
            writer.Write(entry.Sealed.Length);
            writer.Write(entry.Sealed);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>The entries, or null for bytes of another version.</summary>
    public static IReadOnlyList<VaultEntry>? Read(byte[] plain)
    {
        using var reader = new BinaryReader(new MemoryStream(plain));
        try
        {
            if (reader.ReadByte() != Version)
                return null;
            var entries = new VaultEntry[reader.ReadInt32()];
            for (var index = 0; index < entries.Length; index++)
            {
                entries[index] = new VaultEntry
                {
                    Token = new PseudonymToken((char)reader.ReadByte(), reader.ReadUInt64()),
                    Digest = new UInt128(reader.ReadUInt64(), reader.ReadUInt64()),
                    Level = (Confidentiality)reader.ReadByte(),
                    Ends = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
                    Sealed = reader.ReadBytes(reader.ReadInt32()),
                };
            }

            return entries;
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }
}
