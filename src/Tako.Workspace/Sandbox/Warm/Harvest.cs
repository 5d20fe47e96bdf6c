using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox.Live;

namespace Tako.Workspace.Sandbox.Warm;

/// <summary>Reads from an overlay's upper folder what a run made of the repository.</summary>
internal sealed class Harvest(LiveFolder upper, string root, IReadOnlyList<StagedWrite> writes, IReadOnlyList<string> deletes)
{
    private const int MaxFiles = 1_000;
    private const long MaxBytes = 64L << 20;
    private const long MaxFileBytes = 8L << 20;

    /// <summary>A run that writes a cache layer keeps what it made there.</summary>
    public static HarvestOutcome IntoLayer { get; } = new HarvestOutcome.Gone("What the run wrote is kept in its cache layer.");

    private readonly DiskLayer _disk = new(root);
    private readonly Dictionary<string, StagedWrite> _writes = writes.ToDictionary(write => write.Path, StringComparer.Ordinal);
    private readonly HashSet<string> _deletes = deletes.ToHashSet(StringComparer.Ordinal);
    private readonly List<Change> _changes = [];
    private readonly List<string> _leftOut = [];
    private long _bytes;

    public HarvestOutcome Read()
    {
        if (WrittenEntry.Walk(upper) is not { } entries)
            return new HarvestOutcome.Gone($"The run wrote more than {WrittenEntry.Limit} files outside build folders.");
        foreach (var entry in entries)
        {
            if (entry.Kind == WrittenKind.Folder)
                continue;
            if (entry.Kind == WrittenKind.NewFolder)
            {
                Vanished(entry.Path, entries);
                continue;
            }

            if (entry.Kind == WrittenKind.Deleted && _disk.IsFolder(entry.Path))
                Vanished(entry.Path, entries);
            else if (!RepoPath.TryParse(entry.Path, out var path, out _) || path.Value != entry.Path || _disk.FirstLink(path) is not null
                || entry.Kind == WrittenKind.Other)
                _leftOut.Add(entry.Path);
            else if (entry.Kind == WrittenKind.Deleted)
                Deleted(path);
            else
                Written(path, entry.Inode);
        }

        return new HarvestOutcome.Harvested(new ChangeSet(root, _changes), [.. _leftOut.Order(StringComparer.Ordinal)]);
    }

    private void Written(RepoPath path, Inode inode)
    {
        if (_changes.Count >= MaxFiles || upper.Read(path.Value, MaxFileBytes) is not { } content || (_bytes += content.Length) > MaxBytes)
        {
            _leftOut.Add(path.Value);
            return;
        }

        if (_writes.TryGetValue(path.Value, out var staged) && staged.Mode == inode.Mode && staged.Content.Span.SequenceEqual(content))
            return;
        var old = _disk.Capture(path, out var why);
        if (why is not null)
            _leftOut.Add(path.Value);
        else if (staged is not null || old is null || (int)old.Mode != inode.Mode || old.Hash != ContentHash.Of(content))
            _changes.Add(new Change
            {
                Kind = old is null ? ChangeKind.Added : ChangeKind.Edited,
                Path = path,
                Base = old,
                Content = content,
                Mode = (UnixFileMode)inode.Mode,
            });
    }

    private void Deleted(RepoPath path)
    {
        if (_deletes.Contains(path.Value))
            return;
        if (_changes.Count < MaxFiles && _disk.Capture(path, out _) is { } old)
            _changes.Add(new Change { Kind = ChangeKind.Deleted, Path = path, Base = old });
        else
            _leftOut.Add(path.Value);
    }

    /// <summary>A folder of the disk that is gone, or was made anew: what it held is gone unless it was written again.</summary>
    private void Vanished(string folder, IReadOnlyList<WrittenEntry> entries)
    {
        var there = entries.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in _disk.Files(folder, Caches.CacheFolders.Output.Contains).Where(path => !there.Contains(path.Value)))
            Deleted(path);
    }
}
