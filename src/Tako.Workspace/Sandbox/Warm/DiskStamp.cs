using System.IO.Enumeration;

namespace Tako.Workspace.Sandbox.Warm;

/// <summary>
/// A sum over the inode and change time of every file and folder of a repository: different as soon as anything was written,
/// made, moved or removed. An overlay whose lower folder changes under it may show either state.
/// </summary>
internal readonly record struct DiskStamp(ulong First, ulong Second, long Entries)
{
    public static Task<DiskStamp> OfAsync(string root, CancellationToken cancellationToken) =>
        Task.Run(() => Of(root, cancellationToken), cancellationToken);

    private static DiskStamp Of(string root, CancellationToken cancellationToken)
    {
        ulong first = 0, second = 0;
        long entries = 0;
        var found = new FileSystemEnumerable<string>(root, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
            IgnoreInaccessible = true,
        })
        {
            // Git's and Tako's own folders are shown from the disk itself; links are not followed.
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !IsOwn(ref entry) && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !IsOwn(ref entry),
        };
        foreach (var path in found.Prepend(root))
        {
            if ((++entries & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (NativeCalls.Stat(path) is not { } inode)
                continue;
            // Reading git's folder changes nothing; writing to it changes the root's own times.
            var changed = path == root ? 0 : (ulong)inode.Changed;
            var mixed = (inode.Number * 0x9E3779B97F4A7C15) ^ (changed * 0xC2B2AE3D27D4EB4F) ^ inode.Device;
            first += Mix(mixed);
            second += Mix(~mixed * 0xD6E8FEB86659FD93);
        }

        return new DiskStamp(first, second, entries);

        static bool IsOwn(ref FileSystemEntry entry) =>
            entry.Directory.Length == entry.RootDirectory.Length && entry.FileName is ".git" or ".tako";
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
