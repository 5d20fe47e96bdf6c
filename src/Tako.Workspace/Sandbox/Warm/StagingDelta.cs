using Tako.Workspace.Overlay;

namespace Tako.Workspace.Sandbox.Warm;

/// <summary>
/// Brings a live shadow to the disk plus the staged files: writes what is new, takes back what is no longer staged and what
/// commands wrote outside build folders. Only the difference is touched, so that a build sees what really changed.
/// </summary>
internal sealed class StagingDelta(ILiveShadow shadow, string root)
{
    private readonly DiskLayer _disk = new(root);
    private readonly Dictionary<string, Staged> _staged = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    private readonly record struct Staged(string Hash, int Mode, Inode Inode);

    /// <summary>False when the shadow has become too different from the disk to be put back: then a new one is needed.</summary>
    public bool Apply(IReadOnlyList<StagedWrite> writes, IReadOnlyList<string> deletes)
    {
        if (WrittenEntry.Walk(shadow.Upper) is not { } entries)
            return false;
        var wanted = writes.ToDictionary(write => write.Path, StringComparer.Ordinal);
        var gone = deletes.ToHashSet(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var settled = wanted.ContainsKey(entry.Path) || gone.Contains(entry.Path);
            switch (entry.Kind)
            {
                case WrittenKind.NewFolder when _disk.IsFolder(entry.Path):
                case WrittenKind.Deleted when _disk.IsFolder(entry.Path) || IsLink(entry.Path):
                case WrittenKind.Other when Exists(entry.Path):
                case WrittenKind.Folder when File.Exists(Path.Join(root, entry.Path)):
                    return false;
                case WrittenKind.Other:
                    shadow.Repository.Delete(entry.Path);
                    break;
                case WrittenKind.File or WrittenKind.Deleted when !settled:
                    if (!TakeBack(entry.Path))
                        return false;
                    break;
            }
        }

        foreach (var path in _staged.Keys.Concat(_deleted).Where(path => !wanted.ContainsKey(path) && !gone.Contains(path)).ToList())
        {
            if (!TakeBack(path))
                return false;
        }

        foreach (var folder in entries.Where(entry => entry.Kind is WrittenKind.Folder or WrittenKind.NewFolder
            && !_disk.IsFolder(entry.Path)).Reverse())
            shadow.Repository.DeleteFolder(folder.Path);
        foreach (var write in writes)
            Write(write);
        foreach (var path in deletes)
        {
            shadow.Repository.Delete(path);
            _staged.Remove(path);
            _deleted.Add(path);
        }

        return true;
    }

    private void Write(StagedWrite write)
    {
        var hash = ContentHash.Of(write.Content.Span);
        if (_staged.TryGetValue(write.Path, out var was) && was.Hash == hash && was.Mode == write.Mode
            && shadow.Upper.Stat(write.Path) == was.Inode)
            return;
        shadow.Repository.Write(write.Path, write.Content, write.Mode, shadow.Owner.User, shadow.Owner.Group);
        _deleted.Remove(write.Path);
        _staged[write.Path] = new Staged(hash, write.Mode, shadow.Upper.Stat(write.Path) ?? default);
    }

    /// <summary>The file as it is on disk, with the time of now: what was built from the other content is built again.</summary>
    private bool TakeBack(string path)
    {
        _staged.Remove(path);
        _deleted.Remove(path);
        if (!RepoPath.TryParse(path, out var name, out _) || !Exists(path))
        {
            shadow.Repository.Delete(path);
            return true;
        }

        if (_disk.Capture(name, out _) is not { IsLink: false } old)
            return false;
        var now = shadow.Repository.Stat(path);
        if (now is { IsFile: true } && now.Value.Mode == (int)old.Mode
            && shadow.Repository.Read(path, DiskLayer.MaxFileBytes) is { } content && ContentHash.Of(content) == old.Hash)
            return true;
        shadow.Repository.Write(path, old.Content, (int)old.Mode, shadow.Owner.User, shadow.Owner.Group);
        return true;
    }

    private bool Exists(string path) => NativeCalls.Stat(Path.Join(root, path)) is not null;

    private bool IsLink(string path) => new FileInfo(Path.Join(root, path)).LinkTarget is not null;
}
