namespace Tako.Workspace.Overlay;

/// <summary>The repository as it is on disk, read without ever following a link out of it.</summary>
internal sealed class DiskLayer(string root)
{
    /// <summary>Larger files are listed but neither read nor changed.</summary>
    public const long MaxFileBytes = 64L * 1024 * 1024;

    private const int MaxLinks = 16;
    private const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string Root => root;

    public static UnixFileMode NewFileMode => DefaultMode;

    /// <summary>Where a path leads once links are followed; null when it leaves the repository or is no path of it.</summary>
    public RepoPath? Resolve(RepoPath path)
    {
        for (var hops = 0; hops <= MaxLinks; hops++)
        {
            if (FirstLink(path) is not { } link)
                return path;
            if (new FileInfo(link.Under(root)).LinkTarget is not { } target)
                return null;
            var rest = path.Value[link.Value.Length..];
            var absolute = Path.GetFullPath(Path.IsPathRooted(target) ? target : Path.Join(root, link.Folder, target)) + rest;
            if (!absolute.StartsWith(root + "/", StringComparison.Ordinal)
                || !RepoPath.TryParse(absolute[(root.Length + 1)..], out path, out _))
                return null;
        }

        return null;
    }

    /// <summary>The first part of a path that is a symbolic link on disk, the file itself included.</summary>
    public RepoPath? FirstLink(RepoPath path)
    {
        var value = path.Value;
        for (var end = value.IndexOf('/'); ; end = value.IndexOf('/', end + 1))
        {
            var part = end < 0 ? value : value[..end];
            var entry = new FileInfo(Path.Join(root, part));
            if (entry.LinkTarget is not null)
                return RepoPath.TryParse(part, out var link, out _) ? link : null;
            if (end < 0 || (!entry.Exists && !Directory.Exists(entry.FullName)))
                return null;
        }
    }

    public bool IsFolder(string folder) => Directory.Exists(Path.Join(root, folder));

    public bool IsFile(RepoPath path) => new FileInfo(path.Under(root)) is { Exists: true, LinkTarget: null };

    /// <summary>Size and mode of a regular file; null for anything else.</summary>
    public ShadowFile? Stat(RepoPath path)
    {
        var file = new FileInfo(path.Under(root));
        return IsRegular(file) ? new ShadowFile(path, file.Length, ModeOf(file), false) : null;
    }

    /// <summary>Content of a regular file; null when there is none or it cannot be read.</summary>
    public byte[]? Read(RepoPath path)
    {
        try
        {
            var file = new FileInfo(path.Under(root));
            return IsRegular(file) && file.Length <= MaxFileBytes ? File.ReadAllBytes(file.FullName) : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file (or link) as it is now: null when there is none, with a reason when it cannot be taken along.</summary>
    public BaseFile? Capture(RepoPath path, out string? why)
    {
        why = null;
        try
        {
            var file = new FileInfo(path.Under(root));
            if (file.LinkTarget is { } target)
            {
                var name = System.Text.Encoding.UTF8.GetBytes(target);
                return new BaseFile(ContentHash.Of(name), name.Length, UnixFileMode.None) { Content = name, IsLink = true };
            }

            if (!file.Exists)
                return null;
            if (!IsRegular(file))
                why = "is not a regular file";
            else if (file.Length > MaxFileBytes)
                why = $"has {file.Length} bytes; files above {MaxFileBytes} are left alone";
            if (why is not null)
                return null;
            var content = File.ReadAllBytes(file.FullName);
            return new BaseFile(ContentHash.Of(content), content.Length, ModeOf(file)) { Content = content };
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            why = "cannot be read; give the user who runs Tako the right to read it";
            return null;
        }
    }

    /// <summary>Names of files and folders directly in a folder; none when it cannot be listed.</summary>
    public IEnumerable<string> NamesIn(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Join(root, folder)).Select(entry => Path.GetFileName(entry)).ToList();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Regular files and links to files inside the repository; linked folders are not entered.</summary>
    public IEnumerable<RepoPath> Files(string folder, Func<string, bool>? skip)
    {
        var pending = new Stack<string>([folder]);
        while (pending.TryPop(out var current))
        {
            foreach (var name in NamesIn(current))
            {
                var value = current.Length == 0 ? name : $"{current}/{name}";
                if (!RepoPath.TryParse(value, out var path, out _) || path.Value != value)
                    continue;
                var attributes = Attributes(path);
                if (attributes is null)
                    continue;
                if (attributes.Value.HasFlag(FileAttributes.Directory) && !attributes.Value.HasFlag(FileAttributes.ReparsePoint))
                {
                    if (skip is null || !skip(value))
                        pending.Push(value);
                }
                else if (attributes.Value.HasFlag(FileAttributes.ReparsePoint)
                    ? Resolve(path) is { } target && IsFile(target) : true)
                {
                    yield return path;
                }
            }
        }
    }

    private FileAttributes? Attributes(RepoPath path)
    {
        try
        {
            return File.GetAttributes(path.Under(root));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A pipe, socket or device would block a reader or never end.
    private static bool IsRegular(FileInfo file) =>
        file is { Exists: true, LinkTarget: null } && PosixFile.IsRegular(file.FullName);

    private static UnixFileMode ModeOf(FileInfo file) => OperatingSystem.IsWindows() ? DefaultMode : file.UnixFileMode;
}
