using System.Runtime.InteropServices;

namespace Tako.Workspace.Sandbox;

/// <summary>The few system calls .NET has no name for.</summary>
internal static class NativeCalls
{
    private const int PidfdOpen = 434;
    private const int PidfdGetfd = 438;
    private const int AtFdcwd = -100;
    private const int SymlinkNoFollow = 0x100;
    private const uint BasicStats = 0x7ff;

    /// <summary>The effective user.</summary>
    public static uint UserId => geteuid();

    public static uint GroupId => getegid();

    /// <summary>Owner, mode and kind of what lies at <paramref name="path"/>, not followed; null when nothing does.</summary>
    public static Inode? Stat(string path)
    {
        // struct statx is the same on every architecture.
        var buffer = new byte[256];
        if (statx(AtFdcwd, path, SymlinkNoFollow, BasicStats, buffer) != 0)
            return null;
        return new Inode(
            BitConverter.ToUInt32(buffer, 20), BitConverter.ToUInt32(buffer, 24), BitConverter.ToUInt16(buffer, 28),
            BitConverter.ToUInt32(buffer, 128) == 0 && BitConverter.ToUInt32(buffer, 132) == 0)
        {
            Number = BitConverter.ToUInt64(buffer, 32),
            Device = ((ulong)BitConverter.ToUInt32(buffer, 136) << 32) | BitConverter.ToUInt32(buffer, 140),
        };
    }

    /// <summary>Takes over descriptor <paramref name="number"/> of a child; negative when the kernel refuses.</summary>
    public static nint TakeDescriptor(int process, int number)
    {
        var pidfd = syscall(PidfdOpen, process, 0, 0);
        if (pidfd < 0)
            return -1;
        var taken = syscall(PidfdGetfd, pidfd, number, 0);
        _ = close((int)pidfd);
        return taken;
    }

    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (lchown(path, user, group) != 0)
            throw new IOException($"The owner of {path} could not be changed (error {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Whether a folder of an overlay's upper layer hides all that lies below it.</summary>
    public static bool IsOpaque(string folder)
    {
        var value = new byte[1];
        return lgetxattr(folder, "user.overlay.opaque", value, 1) == 1 || lgetxattr(folder, "trusted.overlay.opaque", value, 1) == 1;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int lchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", SetLastError = true)]
    private static extern nint lgetxattr(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [Out] byte[] value, nint size);

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc")]
    private static extern uint getegid();

    [DllImport("libc")]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint first, nint second, nint third);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] buffer);
}

/// <summary>What the sandbox must know of a file to give it the right owner, or to read an overlay's upper layer.</summary>
internal readonly record struct Inode(uint User, uint Group, ushort RawMode, bool NoDevice)
{
    private const int KindMask = 0xF000;

    public ulong Number { get; init; }

    public ulong Device { get; init; }

    public int Mode => RawMode & 0xFFF;

    public bool IsFolder => (RawMode & KindMask) == 0x4000;

    /// <summary>An overlay's mark of a deletion: a character device 0:0.</summary>
    public bool IsWhiteout => (RawMode & KindMask) == 0x2000 && NoDevice;
}
