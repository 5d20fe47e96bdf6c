namespace Tako.Workspace.Overlay;

/// <summary>Compares the disk with what a change set was made from.</summary>
internal static class BaseCheck
{
    /// <summary>Files that are no longer as they were, and places where something stands that should be free.</summary>
    public static IReadOnlyList<RepoPath> Moved(ChangeSet changes)
    {
        var disk = new DiskLayer(changes.Root);
        var moved = new List<RepoPath>();
        var gone = changes.Changes.Select(change => change.From ?? (change.Kind == ChangeKind.Deleted ? change.Path : default)).ToHashSet();
        foreach (var change in changes.Changes)
        {
            var source = change.From ?? change.Path;
            if (!Holds(disk, source, change.Base, gone))
                moved.Add(source);
            if (change.From is not null && !Holds(disk, change.Path, null, gone))
                moved.Add(change.Path);
        }

        return moved;
    }

    private static bool Holds(DiskLayer disk, RepoPath path, BaseFile? expected, HashSet<RepoPath> gone)
    {
        // A folder on the way that has become a link would lead the write elsewhere.
        if (disk.FirstLink(path) is { } link && link != path)
            return false;
        // A folder may give way to a file when the same change takes all its files away.
        var now = disk.Capture(path, out var why);
        return why is null && Equals(now, expected)
            && (expected is not null || !disk.IsFolder(path.Value)
                || disk.Files(path.Value, null).All(gone.Contains));
    }
}
