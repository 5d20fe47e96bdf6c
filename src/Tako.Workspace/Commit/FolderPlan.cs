using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>Which folders a change has to make.</summary>
internal static class FolderPlan
{
    /// <summary>Folders that do not exist yet, outermost first.</summary>
    public static IReadOnlyList<string> Missing(ChangeSet changes)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var change in changes.Changes.Where(change => change.Content is not null))
        {
            var folder = change.Path.Folder;
            while (folder.Length > 0 && !Directory.Exists(Path.Join(changes.Root, folder)) && missing.Add(folder))
                folder = folder.LastIndexOf('/') is var slash and >= 0 ? folder[..slash] : "";
        }

        return [.. missing];
    }
}
