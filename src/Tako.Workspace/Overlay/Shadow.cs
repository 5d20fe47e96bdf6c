using System.Collections.Immutable;

namespace Tako.Workspace.Overlay;

/// <summary>
/// An immutable snapshot of a repository with changes staged over it. Every change makes a new snapshot that shares
/// the rest with the old one, so that a fork costs nothing. Nothing is ever written to the disk.
/// </summary>
public sealed class Shadow
{
    private const int ReadsWorthATable = 64;
    private readonly DiskLayer _disk;
    private readonly ImmutableDictionary<RepoPath, StagedFile> _staged;
    private readonly Lazy<ChangeSet> _changes;
    private volatile Dictionary<RepoPath, StagedFile>? _flat;
    private int _reads;

    private Shadow(DiskLayer disk, ImmutableDictionary<RepoPath, StagedFile> staged, long version)
    {
        (_disk, _staged, Version) = (disk, staged, version);
        _changes = new Lazy<ChangeSet>(() => StagedChanges.Collect(Root, _staged));
    }

    /// <summary>Absolute path of the repository with links resolved.</summary>
    public string Root => _disk.Root;

    /// <summary>How many changes led from the disk to this snapshot.</summary>
    public long Version { get; }

    /// <summary>Hash of <see cref="Changes"/>: two snapshots that would change the same have the same.</summary>
    public string Hash => Changes.Hash;

    public ChangeSet Changes => _changes.Value;

    public static OpenOutcome Open(string root)
    {
        try
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
            if (File.Exists(full))
                return new OpenOutcome.Refused($"'{root}' is a file; name the folder of a repository.");
            if (!Directory.Exists(full))
                return new OpenOutcome.Refused($"'{root}' does not exist; name the folder of a repository.");
            if (full == Path.GetPathRoot(full))
                return new OpenOutcome.Refused("The root of the file system is no repository; name the folder of one.");
            var real = RealPath.Of(full);
            _ = Directory.EnumerateFileSystemEntries(real).Any();
            return new OpenOutcome.Opened(new Shadow(new DiskLayer(real), ImmutableDictionary<RepoPath, StagedFile>.Empty, 0));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new OpenOutcome.Refused($"'{root}' cannot be listed: {wrong.Message}");
        }
    }

    /// <summary>The file's content here, staged over disk; null when there is none or it cannot be read.</summary>
    public ReadOnlyMemory<byte>? Read(RepoPath path)
    {
        if (Find(path) is { } staged)
            return staged.Content;
        if (_disk.Resolve(path) is not { } real)
            return null;
        if (real != path && Find(real) is { } behind)
            return behind.Content;
        return _disk.Read(real) is { } content ? new ReadOnlyMemory<byte>?(content) : null;
    }

    public bool Exists(RepoPath path) => Stat(path) is not null;

    /// <summary>The permission bits of a file, or null when there is none.</summary>
    public UnixFileMode? Mode(RepoPath path) => Stat(path)?.Mode;

    public ShadowFile? Stat(RepoPath path)
    {
        if (!_staged.ContainsKey(path) && _disk.Resolve(path) is { } real)
            path = real;
        if (!_staged.TryGetValue(path, out var staged))
            return _disk.FirstLink(path) is null ? _disk.Stat(path) : null;
        return staged.Content is { } content ? new ShadowFile(path, content.Length, staged.Mode, !staged.IsUntouched) : null;
    }

    /// <summary>Every file, sorted: staged over disk, <c>.git</c> and linked folders left out.</summary>
    /// <param name="under">A folder's path without a slash at its end; empty for the whole repository.</param>
    /// <param name="skip">Says of a folder's path whether to leave it out, such as one with build output.</param>
    public IEnumerable<RepoPath> Enumerate(string under = "", Func<string, bool>? skip = null)
    {
        var found = new SortedSet<RepoPath>();
        if (under.Length == 0 || (RepoPath.TryParse(under, out var folder, out _) && _disk.FirstLink(folder) is null))
            found.UnionWith(_disk.Files(under, skip).Where(path => !_staged.ContainsKey(path)));
        foreach (var (path, staged) in _staged)
        {
            if (!staged.IsTombstone && path.IsInside(under) && !Skipped(path, under, skip))
                found.Add(path);
        }

        return found;
    }

    /// <summary>Gives a file new content; a new file gets <paramref name="mode"/> or the usual bits, an old one keeps its own.</summary>
    public StageOutcome Write(RepoPath path, ReadOnlyMemory<byte> content, UnixFileMode? mode = null)
    {
        if (RefuseWrite(path, content.Length) is { } why)
            return Refused(path, why);
        if (Touch(path, out why) is not { } touched)
            return Refused(path, why!);
        if (touched.Base is { IsLink: true })
            return Refused(path, "is a symbolic link; change the file it leads to");
        var bits = mode ?? (touched.IsTombstone ? touched.Base?.Mode ?? DiskLayer.NewFileMode : touched.Mode);
        return Stage(path, new StagedFile(content.ToArray(), bits, touched.Base, touched.Origin));
    }

    public StageOutcome Delete(RepoPath path)
    {
        if (RefuseLink(path.Folder) is { } why)
            return Refused(path, why);
        if (Touch(path, out why) is not { } touched)
            return Refused(path, why!);
        if (touched.IsTombstone && !(touched.Base is { IsLink: true } && !_staged.ContainsKey(path)))
            return Refused(path, _disk.IsFolder(path.Value) ? "is a folder; delete its files" : "does not exist, so it cannot be deleted");
        return Stage(path, new StagedFile(null, default, touched.Base, null));
    }

    /// <summary>Moves a file, or a folder with all its files, to a path where nothing is.</summary>
    public StageOutcome Rename(RepoPath from, RepoPath to)
    {
        if (!Exists(from) && _disk.IsFolder(from.Value))
            return RenameFolder(from, to);
        if (RefuseLink(from.Value) is { } why)
            return Refused(from, why);
        if (Exists(to) || _disk.FirstLink(to) is not null)
            return Refused(to, "exists already; delete it first or choose another name");
        if (Touch(from, out why) is not { } old)
            return Refused(from, why!);
        if (old.Content is not { } content)
            return Refused(from, "does not exist, so it cannot be renamed");
        if (Delete(from) is not StageOutcome.Staged deleted)
            return Refused(from, "cannot be renamed");
        if (deleted.Shadow.Write(to, content, old.Mode) is not StageOutcome.Staged written)
            return Refused(to, deleted.Shadow.RefuseWrite(to, content.Length) ?? "cannot be written");
        var origin = old.Origin ?? (old.Base is null ? null : from);
        return new StageOutcome.Staged(new Shadow(_disk,
            written.Shadow._staged.SetItem(to, written.Shadow._staged[to] with { Origin = origin }), Version + 1));
    }

    private StageOutcome RenameFolder(RepoPath from, RepoPath to)
    {
        if (to.IsInside(from.Value) || to == from)
            return Refused(to, $"lies inside '{from}'");
        if (_disk.IsFolder(to.Value) || Exists(to))
            return Refused(to, "exists already; choose another name");
        var shadow = this;
        foreach (var file in Enumerate(from.Value))
        {
            if (!RepoPath.TryParse(to.Value + file.Value[from.Value.Length..], out var target, out var why))
                return Refused(to, why);
            var moved = shadow.Rename(file, target);
            if (moved is not StageOutcome.Staged staged)
                return moved;
            shadow = staged.Shadow;
        }

        return shadow == this ? Refused(from, "is a folder without files") : new StageOutcome.Staged(shadow);
    }

    // A snapshot that is read often is worth a flat table; one that is soon replaced is not.
    private StagedFile? Find(RepoPath path)
    {
        if (_flat is null && ++_reads > ReadsWorthATable)
            _flat = new Dictionary<RepoPath, StagedFile>(_staged);
        return _flat is { } flat ? flat.GetValueOrDefault(path) : _staged.GetValueOrDefault(path);
    }

    private Shadow With(RepoPath path, StagedFile file) => new(_disk,
        file is { IsTombstone: true, Base: null } ? _staged.Remove(path) : _staged.SetItem(path, file), Version + 1);

    private StageOutcome.Staged Stage(RepoPath path, StagedFile file) => new(With(path, file));

    private static StageOutcome.Refused Refused(RepoPath path, string why) => new($"'{path}' {why}.");

    /// <summary>The staged entry, or one made from the disk at this moment: the first touch that the base hash speaks of.</summary>
    private StagedFile? Touch(RepoPath path, out string? why)
    {
        why = null;
        if (_staged.TryGetValue(path, out var staged))
            return staged;
        var captured = _disk.Capture(path, out why);
        if (why is not null)
            return null;
        return captured is null or { IsLink: true }
            ? new StagedFile(null, default, captured, null)
            : new StagedFile(captured.Content, captured.Mode, captured, null);
    }

    private string? RefuseWrite(RepoPath path, long length)
    {
        if (path == default)
            return "is no path";
        if (length > DiskLayer.MaxFileBytes)
            return $"would have {length} bytes; at most {DiskLayer.MaxFileBytes} are taken";
        if (RefuseLink(path.Folder) is { } linked)
            return linked;
        if (_staged.TryGetValue(path, out var known) && !known.IsTombstone)
            return null;
        if (known is null && _disk.IsFile(path))
            return null;
        if (_disk.IsFolder(path.Value) && _disk.FirstLink(path) is null && Enumerate(path.Value).Any())
            return "is a folder";
        return StagedNames.Clash(path, _disk, _staged);
    }

    private string? RefuseLink(string path) =>
        path.Length > 0 && RepoPath.TryParse(path, out var parsed, out _) && _disk.FirstLink(parsed) is { } link
            ? $"goes through the symbolic link '{link}'; name the real path inside the repository"
            : null;

    private static bool Skipped(RepoPath path, string under, Func<string, bool>? skip)
    {
        if (skip is null)
            return false;
        for (var end = path.Value.IndexOf('/', under.Length == 0 ? 0 : under.Length + 1); end >= 0; end = path.Value.IndexOf('/', end + 1))
        {
            if (skip(path.Value[..end]))
                return true;
        }

        return false;
    }
}
