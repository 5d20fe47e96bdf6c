using Tako.Workspace.Sandbox.Caches;
using Tako.Workspace.Sandbox.Live;

namespace Tako.Workspace.Sandbox.Warm;

internal enum WrittenKind
{
    File,

    /// <summary>Something of the disk is gone.</summary>
    Deleted,

    Folder,

    /// <summary>A folder that hides all the disk has at its place.</summary>
    NewFolder,

    /// <summary>A link, a pipe, a socket.</summary>
    Other,
}

/// <summary>One entry of an overlay's upper folder.</summary>
internal sealed record WrittenEntry(string Path, WrittenKind Kind, Inode Inode)
{
    public const int Limit = 20_000;

    /// <summary>Everything that was written outside build folders, parents first; null when there is too much of it.</summary>
    public static IReadOnlyList<WrittenEntry>? Walk(LiveFolder upper)
    {
        var found = new List<WrittenEntry>();
        var left = new Stack<string>([""]);
        while (left.TryPop(out var folder))
        {
            foreach (var name in upper.Names(folder))
            {
                var path = folder.Length == 0 ? name : $"{folder}/{name}";
                if (upper.Stat(path) is not { } inode || (inode.IsFolder && CacheFolders.Output.Contains(name)))
                    continue;
                if (found.Count == Limit)
                    return null;
                var kind = inode.IsFolder ? upper.IsOpaque(path) ? WrittenKind.NewFolder : WrittenKind.Folder
                    : inode.IsFile ? WrittenKind.File : inode.IsWhiteout ? WrittenKind.Deleted : WrittenKind.Other;
                found.Add(new WrittenEntry(path, kind, inode));
                if (inode.IsFolder)
                    left.Push(path);
            }
        }

        return found;
    }
}
