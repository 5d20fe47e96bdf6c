using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repositories;

/// <summary>Walks a repository once, within limits, without following links.</summary>
internal sealed class FolderScan(string root)
{
    private const int MaxFiles = 200_000;
    private const int MaxNamed = 100;
    private const int MaxSniffed = 5_000;
    private const int SniffBytes = 8_000;

    private readonly DiskLayer _disk = new(root);
    private readonly Dictionary<string, int> _languages = [];
    private int _sniffed;

    public List<string> OutwardLinks { get; } = [];

    public List<string> Unreadable { get; } = [];

    public List<string> CaseClashes { get; } = [];

    public List<string> Unnameable { get; } = [];

    public long Files { get; private set; }

    public long Bytes { get; private set; }

    public long BinaryFiles { get; private set; }

    public bool IsPartial { get; private set; }

    public IReadOnlyList<string> Languages =>
        [.. _languages.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => entry.Key)];

    public void Run(CancellationToken cancellationToken)
    {
        var pending = new Stack<string>([""]);
        while (pending.TryPop(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<FileSystemInfo> entries;
            try
            {
                entries = [.. new DirectoryInfo(Path.Join(root, folder)).EnumerateFileSystemInfos()];
            }
            catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
            {
                Name(Unreadable, folder);
                continue;
            }

            FindClashes(folder, entries);
            foreach (var entry in entries)
            {
                if (Files >= MaxFiles)
                {
                    IsPartial = true;
                    return;
                }

                Visit(folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}", entry, pending);
            }
        }
    }

    private void Visit(string value, FileSystemInfo entry, Stack<string> pending)
    {
        if (entry.Name.Equals(".git", StringComparison.OrdinalIgnoreCase))
            return;
        if (!RepoPath.TryParse(value, out var path, out _) || path.Value != value)
        {
            Name(Unnameable, value);
            return;
        }

        if (entry.LinkTarget is not null)
        {
            if (_disk.Resolve(path) is null)
                Name(OutwardLinks, value);
        }
        else if (entry is DirectoryInfo)
        {
            if (!BuildFolders.IsOne(value))
                pending.Push(value);
        }
        else if (entry is FileInfo file)
        {
            Count(value, file);
        }
    }

    private void Count(string value, FileInfo file)
    {
        Files++;
        Bytes += file.Length;
        if (SourceLanguages.Of(file.Name) is { } language)
            _languages[language] = _languages.GetValueOrDefault(language) + 1;
        if (_sniffed >= MaxSniffed || !PosixFile.IsRegular(file.FullName))
            return;
        _sniffed++;
        try
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            Span<byte> start = stackalloc byte[SniffBytes];
            if (start[..stream.ReadAtLeast(start, SniffBytes, throwOnEndOfStream: false)].Contains((byte)0))
                BinaryFiles++;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            Name(Unreadable, value);
        }
    }

    private void FindClashes(string folder, IReadOnlyList<FileSystemInfo> entries)
    {
        foreach (var twins in entries.GroupBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any()))
            Name(CaseClashes,
                string.Join(" / ", twins.Select(entry => folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}")
                    .Order(StringComparer.Ordinal)));
    }

    // Names in messages must not move the reader's terminal.
    private static void Name(List<string> list, string value)
    {
        if (list.Count < MaxNamed)
            list.Add(string.Concat(value.Select(letter => char.IsControl(letter) ? '?' : letter)));
    }
}
