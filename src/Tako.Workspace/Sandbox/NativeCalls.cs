using System.Runtime.InteropServices;
using Tako.Workspace.Sandbox.Live;

namespace Tako.Workspace.Sandbox;

/// <summary>The few system calls .NET has no name for.</summary>
internal static class NativeCalls
{
    private const int PidfdOpen = 434;
    private const int PidfdGetfd = 438;

    /// <summary>The effective user.</summary>
    public static uint UserId => geteuid();

    public static uint GroupId => getegid();

    /// <summary>Owner, mode and kind of what lies at <paramref name="path"/>, not followed; null when nothing does.</summary>
    public static Inode? Stat(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        return LiveCalls.StatPath(path, buffer) ? Inode.Read(buffer) : null;
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

    public static void Kill(int process) => _ = kill(process, 9);

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
    private static extern int kill(int process, int signal);

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc")]
    private static extern uint getegid();

    [DllImport("libc")]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint first, nint second, nint third);
}
