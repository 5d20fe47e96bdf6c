namespace Tako.Workspace.Sandbox;

/// <summary>Copies a repository without its git folder, for tiers that cannot overlay it.</summary>
internal static class RepositoryCopy
{
    /// <summary>False when the repository is larger than allowed; links are copied as links.</summary>
    public static bool Make(string from, string to, int maxFiles, long maxBytes)
    {
        var left = new Stack<string>([""]);
        while (left.TryPop(out var folder))
        {
            Directory.CreateDirectory(Path.Join(to, folder));
            foreach (var entry in new DirectoryInfo(Path.Join(from, folder)).EnumerateFileSystemInfos())
            {
                var below = Path.Join(folder, entry.Name);
                if (below is ".git")
                    continue;
                if (--maxFiles < 0)
                    return false;
                if (entry.LinkTarget is { } target)
                    File.CreateSymbolicLink(Path.Join(to, below), target);
                else if (entry is DirectoryInfo)
                    left.Push(below);
                else if ((maxBytes -= ((FileInfo)entry).Length) < 0)
                    return false;
                else if (entry.Attributes.HasFlag(FileAttributes.Normal) || File.Exists(entry.FullName))
                    File.Copy(entry.FullName, Path.Join(to, below));
            }
        }

        return true;
    }

    public static async Task StageAsync(
        string root, IReadOnlyList<StagedWrite> writes, IReadOnlyList<string> deletes, CancellationToken cancellationToken)
    {
        foreach (var path in deletes)
            File.Delete(Inside(root, path));
        foreach (var write in writes)
        {
            var path = Inside(root, write.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(path);
            await File.WriteAllBytesAsync(path, write.Content, cancellationToken);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, (UnixFileMode)write.Mode);
        }
    }

    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // A command may leave folders that even their owner cannot list; the next run starts in a new one.
        }
    }

    /// <summary>A folder that is a link could lead out of the copy: then nothing is written.</summary>
    private static string Inside(string root, string path)
    {
        var full = Path.Join(root, path);
        var folder = HostView.RealPath(Path.GetDirectoryName(full)!);
        return HostView.IsInside(folder, HostView.RealPath(root))
            ? full
            : throw new IOException($"{path} leads out of the repository through a link.");
    }
}
