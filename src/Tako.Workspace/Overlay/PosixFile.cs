using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tako.Workspace.Overlay;

/// <summary>What the kernel knows of a file and the framework does not tell: its kind and its owner.</summary>
internal static class PosixFile
{
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicStats = 0x7FF;
    private const int KindMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>False for a pipe, socket or device, which would block a reader; elsewhere than on Linux the framework
    /// is believed.</summary>
    public static bool IsRegular(string path) => Stat(path) is not { } stat || (stat.Mode & KindMask) == Regular;

    /// <summary>User and group that own a file; null where the kernel has no such call.</summary>
    public static (uint User, uint Group)? Owner(string path) => Stat(path) is { } stat ? (stat.User, stat.Group) : null;

    public static bool TryChangeOwner(string path, uint user, uint group) => chown(path, user, group) == 0;

    /// <summary>Whether names in a folder may be made and removed.</summary>
    public static bool CanWrite(string folder) => OperatingSystem.IsWindows() || access(folder, 2) == 0;

    /// <summary>Makes renames and deletions in a folder durable.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = open(path, 0);
        if (folder < 0)
            throw new IOException($"The folder '{path}' could not be opened to flush it (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (fsync(folder) != 0)
                throw new IOException($"The folder '{path}' could not be flushed (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = close(folder);
        }
    }

    private static (int Mode, uint User, uint Group)? Stat(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        // struct statx has one layout on every architecture: owner at 20, group at 24, mode at 28.
        var buffer = new byte[256];
        if (statx(CurrentFolder, path, DoNotFollow, BasicStats, buffer) != 0)
            return null;
        return (BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(28)),
            BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(20)), BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(24)));
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", SetLastError = true)]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", SetLastError = true)]
    private static extern int access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
