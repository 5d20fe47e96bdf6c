using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>Compares the disk with what a change set was made from.</summary>
internal static class BaseCheck
{
    /// <summary>Files that are no longer as they were, and places where something stands that should be free.</summary>
    public static IReadOnlyList<RepoPath> Moved(ChangeSet changes)
    {
        var disk = new DiskLayer(changes.Root);
        var moved = new List<RepoPath>();
        foreach (var change in changes.Changes)
        {
            var source = change.From ?? change.Path;
            if (!Holds(disk, source, change.Base))
                moved.Add(source);
            if (change.From is not null && !Holds(disk, change.Path, null))
                moved.Add(change.Path);
        }

        return moved;
    }

    private static bool Holds(DiskLayer disk, RepoPath path, BaseFile? expected)
    {
        // A folder on the way that has become a link would lead the write elsewhere.
        if (disk.FirstLink(path) is { } link && link != path)
            return false;
        var now = disk.Capture(path, out var why);
        return why is null && Equals(now, expected) && (expected is not null || !disk.IsFolder(path.Value) || IsEmpty(disk, path));
    }

    // A folder without files may give way to a file; one with files may not.
    private static bool IsEmpty(DiskLayer disk, RepoPath path) => !disk.NamesIn(path.Value).Any();
}
