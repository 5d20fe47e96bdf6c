using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>Carries a ready journal through; every step may have been done before.</summary>
internal static class JournalReplay
{
    /// <summary>Null when all is done and flushed, else what stood in the way.</summary>
    public static string? Run(JournalDocument document, Action<string> atStep)
    {
        var root = document.Root;
        try
        {
            // Clearing first what stands in the way of a folder, see Journal.Ordered; folders are made as they are needed.
            foreach (var step in document.Steps)
            {
                Do(root, step, document.Make);
                atStep(step.Temporary is null ? "cleared" : "filled");
            }

            foreach (var folder in document.Remove.Reverse())
                RemoveIfEmpty(Path.Join(root, folder));
            atStep("moved");
            foreach (var folder in Folders(document))
                PosixFile.FlushFolder(folder);
            atStep("flushed");
            return null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return $"The write was cut short: {wrong.Message}";
        }
    }

    /// <summary>Files that are neither as before nor as after the write: someone else's work.</summary>
    public static IReadOnlyList<RepoPath> Foreign(JournalDocument document)
    {
        var disk = new DiskLayer(document.Root);
        var written = document.Steps.Where(step => step.Temporary is not null).Select(step => step.Path).ToList();
        return [.. document.Steps.Where(step =>
        {
            if (disk.FirstLink(step.Path) is { } link && link != step.Path)
                return !written.Any(path => path == link);
            var now = disk.Capture(step.Path, out var why)?.Hash;
            return why is not null || (now != step.OldHash && now != step.NewHash);
        }).Select(step => step.Path)];
    }

    /// <summary>Deletes the temporary files of a write that will not happen.</summary>
    public static void ClearAway(JournalDocument document)
    {
        foreach (var step in document.Steps.Where(step => step.Temporary is not null))
            File.Delete(Path.Join(document.Root, step.Temporary));
    }

    private static void Do(string root, JournalStep step, IReadOnlyList<string> make)
    {
        var path = step.Path.Under(root);
        if (step.Temporary is null)
        {
            if (new FileInfo(path) is { } file && (file.Exists || file.LinkTarget is not null))
                File.Delete(path);
            return;
        }

        var temporary = new FileInfo(Path.Join(root, step.Temporary));
        if (!temporary.Exists && temporary.LinkTarget is null)
            return;
        foreach (var folder in make.Where(folder => step.Path.IsInside(folder)))
            MakeFolder(Path.Join(root, folder));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            RemoveEmptyTree(path);
        File.Move(temporary.FullName, path, overwrite: true);
    }

    private static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        if (Environment.IsPrivilegedProcess && PosixFile.Owner(Path.GetDirectoryName(path)!) is var (user, group))
            PosixFile.TryChangeOwner(path, user, group);
    }

    private static void RemoveEmptyTree(string path)
    {
        foreach (var below in Directory.EnumerateDirectories(path).ToList())
            RemoveEmptyTree(below);
        Directory.Delete(path);
    }

    private static void RemoveIfEmpty(string path)
    {
        if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
            Directory.Delete(path);
    }

    /// <summary>Folders in which names change, as far as they exist.</summary>
    public static IEnumerable<string> Folders(JournalDocument document) => document.Steps
        .Where(step => step.Temporary is not null)
        .Select(step => Path.GetDirectoryName(Path.Join(document.Root, step.Temporary))!)
        .Concat(document.Steps
        .Select(step => Path.GetDirectoryName(step.Path.Under(document.Root))!))
        .Concat(document.Make.Select(folder => Path.GetDirectoryName(Path.Join(document.Root, folder))!))
        .Concat(document.Remove.Select(folder => Path.GetDirectoryName(Path.Join(document.Root, folder))!))
        .Distinct(StringComparer.Ordinal)
        .Where(Directory.Exists);
}
