using Microsoft.Win32.SafeHandles;

namespace Tako.Workspace.Sandbox.Live;

/// <summary>
/// A folder inside a shadow, reached from outside. Hostile processes may change it at any moment, so every path is walked by
/// the kernel below the open folder and without following a single link.
/// </summary>
internal sealed class LiveFolder : IDisposable
{
    private const ulong Safe = LiveCalls.Beneath | LiveCalls.NoLinks | LiveCalls.NoMagicLinks;
    private const int NotThere = 2;

    private readonly SafeFileHandle _folder;

    private LiveFolder(SafeFileHandle folder) => _folder = folder;

    /// <summary>Opens <paramref name="path"/> as <paramref name="process"/> sees it.</summary>
    public static LiveFolder Open(int process, string path)
    {
        using var root = LiveCalls.OpenFolder($"/proc/{process}/root") ?? throw Failed("open the root of", $"process {process}");
        var relative = path.TrimStart('/');
        return new LiveFolder(LiveCalls.Open(root, relative.Length == 0 ? "." : relative, LiveCalls.PathOnly | LiveCalls.FolderOnly, 0,
            LiveCalls.InRoot | LiveCalls.NoMagicLinks) ?? throw Failed("open", path));
    }

    /// <summary>A folder below this one, which stays open when this one is closed.</summary>
    public LiveFolder Below(string path) => new(Handle(path, LiveCalls.PathOnly | LiveCalls.FolderOnly) ?? throw Failed("open", path));

    /// <summary>What lies at <paramref name="path"/>, not followed; null when nothing does.</summary>
    public Inode? Stat(string path)
    {
        using var handle = Handle(path, LiveCalls.PathOnly | LiveCalls.DoNotFollow);
        Span<byte> buffer = stackalloc byte[256];
        return handle is not null && LiveCalls.Stat(handle, buffer) ? Inode.Read(buffer) : null;
    }

    /// <summary>Names directly in a folder; none when there is no such folder.</summary>
    public IReadOnlyList<string> Names(string path)
    {
        using var handle = Handle(path.Length == 0 ? "." : path, LiveCalls.ReadOnly | LiveCalls.FolderOnly);
        return handle is null ? []
            : [.. Directory.EnumerateFileSystemEntries(OwnPath(handle)).Select(entry => Path.GetFileName(entry))];
    }

    /// <summary>Whether a folder of an overlay's upper layer hides all that lies below it.</summary>
    public bool IsOpaque(string path)
    {
        using var handle = Handle(path, LiveCalls.ReadOnly | LiveCalls.FolderOnly);
        return handle is not null && NativeCalls.IsOpaque($"{OwnPath(handle)}/.");
    }

    /// <summary>Content of a regular file; null when it is none or larger than allowed.</summary>
    public byte[]? Read(string path, long limit)
    {
        using var handle = Handle(path, LiveCalls.ReadOnly | LiveCalls.DoNotFollow | LiveCalls.NonBlocking);
        Span<byte> buffer = stackalloc byte[256];
        if (handle is null || !LiveCalls.Stat(handle, buffer) || !Inode.Read(buffer).IsFile)
            return null;
        var length = RandomAccess.GetLength(handle);
        if (length > limit)
            return null;
        var content = new byte[length];
        var at = 0;
        while (at < content.Length && RandomAccess.Read(handle, content.AsSpan(at), at) is var count and > 0)
            at += count;
        return content[..at];
    }

    /// <summary>Puts a new file in place of whatever file is there, with the folders that lead to it.</summary>
    public void Write(string path, ReadOnlyMemory<byte> content, int mode, uint user, uint group)
    {
        using var parent = Parent(path, make: true, user, group) ?? throw Failed("open the folder of", path);
        var name = Path.GetFileName(path);
        // A new inode always: nothing that is already there, not even a link, is written through.
        if (!LiveCalls.Remove(parent, name, folder: false) && LiveCalls.LastError != NotThere)
            throw Failed("replace", path);
        using var file = LiveCalls.Open(parent, name,
            LiveCalls.WriteOnly | LiveCalls.Create | LiveCalls.Exclusive | LiveCalls.DoNotFollow, 0x180,
                Safe) ?? throw Failed("write", path);
        RandomAccess.Write(file, content.Span, 0);
        if (!LiveCalls.OwnOpen(file, user, group) || !LiveCalls.ModeOpen(file, mode))
            throw Failed("own", path);
    }

    public void Delete(string path)
    {
        using var parent = Parent(path, make: false, 0, 0);
        if (parent is not null && !LiveCalls.Remove(parent, Path.GetFileName(path), folder: false) && LiveCalls.LastError != NotThere)
            throw Failed("delete", path);
    }

    /// <summary>Removes a folder if it is empty by now.</summary>
    public void DeleteFolder(string path)
    {
        using var parent = Parent(path, make: false, 0, 0);
        if (parent is not null)
            LiveCalls.Remove(parent, Path.GetFileName(path), folder: true);
    }

    public void Folder(string path, int mode, uint user, uint group)
    {
        using var parent = Parent(path, make: true, user, group) ?? throw Failed("open the folder of", path);
        var name = Path.GetFileName(path);
        LiveCalls.MakeFolder(parent, name, mode);
        if (!LiveCalls.Own(parent, name, user, group) || !LiveCalls.ModeAt(parent, name, mode))
            throw Failed("make", path);
    }

    public void Link(string path, string target, uint user, uint group)
    {
        using var parent = Parent(path, make: true, user, group) ?? throw Failed("open the folder of", path);
        if (!LiveCalls.MakeLink(parent, Path.GetFileName(path), target))
            throw Failed("link", path);
        LiveCalls.Own(parent, Path.GetFileName(path), user, group);
    }

    public void Dispose() => _folder.Dispose();

    private SafeFileHandle? Parent(string path, bool make, uint user, uint group)
    {
        var slash = path.LastIndexOf('/');
        if (slash < 0)
            return Handle(".", LiveCalls.PathOnly | LiveCalls.FolderOnly);
        var folder = path[..slash];
        if (Handle(folder, LiveCalls.PathOnly | LiveCalls.FolderOnly) is { } there)
            return there;
        if (!make || LiveCalls.LastError != NotThere)
            return null;
        using (var above = Parent(folder, make, user, group))
        {
            if (above is null || !LiveCalls.MakeFolder(above, Path.GetFileName(folder), 0x1ED))
                return null;
            LiveCalls.Own(above, Path.GetFileName(folder), user, group);
        }

        return Handle(folder, LiveCalls.PathOnly | LiveCalls.FolderOnly);
    }

    private SafeFileHandle? Handle(string path, int flags) => LiveCalls.Open(_folder, path, flags, 0, Safe);

    private static string OwnPath(SafeFileHandle handle) => $"/proc/self/fd/{handle.DangerousGetHandle()}";

    private static IOException Failed(string what, string which) =>
        new($"In the shadow it was not possible to {what} {which} (error {LiveCalls.LastError}).");
}
