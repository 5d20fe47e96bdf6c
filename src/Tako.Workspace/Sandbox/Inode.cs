using System.Buffers.Binary;

namespace Tako.Workspace.Sandbox;

/// <summary>What the sandbox must know of a file to give it the right owner, or to read an overlay's upper layer.</summary>
internal readonly record struct Inode(uint User, uint Group, ushort RawMode, bool NoDevice, ulong Device, ulong Number, long Changed)
{
    private const int KindMask = 0xF000;

    public int Mode => RawMode & 0xFFF;

    public bool IsFolder => (RawMode & KindMask) == 0x4000;

    public bool IsFile => (RawMode & KindMask) == 0x8000;

    /// <summary>An overlay's mark of a deletion: a character device 0:0.</summary>
    public bool IsWhiteout => (RawMode & KindMask) == 0x2000 && NoDevice;

    /// <summary>Reads the kernel's struct statx, which is the same on every architecture.</summary>
    public static Inode Read(ReadOnlySpan<byte> statx)
    {
        static uint Number(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt32LittleEndian(at);
        return new Inode(Number(statx[20..]), Number(statx[24..]), BinaryPrimitives.ReadUInt16LittleEndian(statx[28..]),
            Number(statx[128..]) == 0 && Number(statx[132..]) == 0,
            ((ulong)Number(statx[136..]) << 32) | Number(statx[140..]),
            BinaryPrimitives.ReadUInt64LittleEndian(statx[32..]),
            (BinaryPrimitives.ReadInt64LittleEndian(statx[96..]) * 1_000_000_000) + Number(statx[104..]));
    }
}
