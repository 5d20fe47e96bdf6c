using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tako.Workspace.Sandbox.Live;

/// <summary>File calls relative to an open folder, which .NET has no name for.</summary>
internal static class LiveCalls
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;

    // The numbers of these two differ between x86-64 and arm64.
    public static readonly int FolderOnly = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;
    public static readonly int DoNotFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    public const ulong NoMagicLinks = 2;
    public const ulong NoLinks = 4;
    public const ulong Beneath = 8;
    public const ulong InRoot = 16;

    private const int OpenAt2 = 437;
    private const uint KindInodeAndChange = 0x181;
    private static readonly nint GetEntries = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 61 : 217;
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const int SymlinkNoFollow = 0x100;

    public static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>Null when it cannot be opened; <see cref="LastError"/> says why.</summary>
    public static SafeFileHandle? Open(SafeFileHandle folder, string path, int flags, int mode, ulong resolve)
    {
        var how = new How { Flags = (ulong)(uint)(flags | CloseOnExec), Mode = (ulong)mode, Resolve = resolve };
        var opened = openat2(OpenAt2, folder, path, ref how, Marshal.SizeOf<How>());
        return opened < 0 ? null : new SafeFileHandle(opened, ownsHandle: true);
    }

    public static SafeFileHandle? OpenFolder(string path)
    {
        var opened = open(path, PathOnly | FolderOnly | CloseOnExec);
        return opened < 0 ? null : new SafeFileHandle(opened, ownsHandle: true);
    }

    /// <summary>A folder by its path's bytes, which need not be text; the last is 0.</summary>
    public static SafeFileHandle? OpenForNames(byte[] path)
    {
        var opened = openBytes(ref path[0], ReadOnly | FolderOnly | DoNotFollow | CloseOnExec);
        return opened < 0 ? null : new SafeFileHandle(opened, ownsHandle: true);
    }

    /// <summary>The next entries of a folder as the kernel lays them out: their bytes, 0 at the end, negative for a failure.</summary>
    public static int Entries(SafeFileHandle folder, byte[] buffer) => (int)getdents(GetEntries, folder, ref buffer[0], buffer.Length);

    /// <summary>Kind, number, device and change time of an entry, not followed; its name ends with 0.</summary>
    public static bool StatEntry(SafeFileHandle folder, ref byte name, Span<byte> buffer) =>
        statxEntry(folder, ref name, SymlinkNoFollow, KindInodeAndChange, ref MemoryMarshal.GetReference(buffer)) == 0;

    public static bool MakeFolder(SafeFileHandle parent, string name, int mode) => mkdirat(parent, name, mode) == 0;

    public static bool MakeLink(SafeFileHandle parent, string name, string target) => symlinkat(target, parent, name) == 0;

    public static bool Remove(SafeFileHandle parent, string name, bool folder) => unlinkat(parent, name, folder ? 0x200 : 0) == 0;

    public static bool Own(SafeFileHandle parent, string name, uint user, uint group) =>
        fchownat(parent, name, user, group, SymlinkNoFollow) == 0;

    public static bool OwnOpen(SafeFileHandle file, uint user, uint group) => fchown(file, user, group) == 0;

    public static bool ModeOpen(SafeFileHandle file, int mode) => fchmod(file, mode) == 0;

    public static bool ModeAt(SafeFileHandle parent, string name, int mode) => fchmodat(parent, name, mode, 0) == 0;

    public static void MakePipe(string path)
    {
        if (mkfifo(path, 0x180) != 0)
            throw new IOException($"The pipe {path} could not be made (error {LastError}).");
    }

    public static bool Stat(SafeFileHandle file, Span<byte> buffer) =>
        statx(file, "", EmptyPath | SymlinkNoFollow, 0x7ff, ref MemoryMarshal.GetReference(buffer)) == 0;

    public static bool StatPath(string path, Span<byte> buffer) =>
        statxPath(CurrentFolder, path, SymlinkNoFollow, 0x7ff, ref MemoryMarshal.GetReference(buffer)) == 0;

    [StructLayout(LayoutKind.Sequential)]
    private struct How
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint openat2(
        nint number, SafeFileHandle folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, ref How how, nint size);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int openBytes(ref byte path, int flags);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint getdents(nint number, SafeFileHandle folder, ref byte buffer, nint size);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int statxEntry(SafeFileHandle folder, ref byte name, int flags, uint mask, ref byte buffer);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkdirat(SafeFileHandle folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int symlinkat(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string target, SafeFileHandle folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", SetLastError = true)]
    private static extern int unlinkat(SafeFileHandle folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fchownat(
        SafeFileHandle folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint user, uint group, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fchown(SafeFileHandle file, uint user, uint group);

    [DllImport("libc", SetLastError = true)]
    private static extern int fchmod(SafeFileHandle file, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int fchmodat(SafeFileHandle folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int mode, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkfifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(
        SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte buffer);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int statxPath(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte buffer);
}
