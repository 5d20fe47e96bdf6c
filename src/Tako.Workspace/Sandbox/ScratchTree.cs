namespace Tako.Workspace.Sandbox;

/// <summary>
/// The first content of the scratch file system. Every hidden folder is one of its folders, so that a mount point inside
/// a hidden folder can be made before anything is mounted, and one size limit holds for all that a command writes.
/// </summary>
internal sealed class ScratchTree(string mountPoint)
{
    private readonly List<ScratchEntry> _entries = [];
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Place)> _hidden = [];

    public IReadOnlyList<ScratchEntry> Entries => _entries;

    /// <summary>How many entries there are now; what comes later belongs to the run.</summary>
    public int Count => _entries.Count;

    /// <summary>A folder that stands for <paramref name="path"/>; returns where it is on the scratch file system.</summary>
    public string Add(string path, int mode, bool mine)
    {
        var name = $"m{_hidden.Count}";
        _hidden.Add((path, name));
        return Nowhere(name, mode, mine);
    }

    /// <summary>A folder that is not shown anywhere by itself.</summary>
    public string Nowhere(string name, int mode, bool mine)
    {
        if (_made.Add(name))
            _entries.Add(new ScratchEntry(ScratchKind.Folder, name, mode, mine));
        return Path.Join(mountPoint, name);
    }

    /// <summary>Where <paramref name="path"/> lies on the scratch file system; null when it lies in no hidden folder.</summary>
    public string? Place(string path)
    {
        var (found, place) = _hidden.FirstOrDefault(hidden => HostView.IsInside(path, hidden.Path));
        return found is null ? null : place + path[found.Length..];
    }

    public void Folder(string path, int mode, bool mine)
    {
        if (Place(path) is not { } place)
            return;
        Parents(place);
        if (_made.Add(place))
            _entries.Add(new ScratchEntry(ScratchKind.Folder, place, mode, mine));
    }

    public void File(string path, byte[]? content = null)
    {
        if (Place(path) is not { } place)
            return;
        Parents(place);
        if (_made.Add(place))
            _entries.Add(new ScratchEntry(ScratchKind.File, place, 0x1A4, Mine: true) { Content = content ?? [] });
    }

    public void Link(string path, string target)
    {
        if (Place(path) is not { } place)
            return;
        Parents(place);
        if (_made.Add(place))
            _entries.Add(new ScratchEntry(ScratchKind.Link, place, 0x1FF, Mine: true) { LinkTarget = target });
    }

    private void Parents(string place)
    {
        for (var slash = place.IndexOf('/'); slash > 0; slash = place.IndexOf('/', slash + 1))
        {
            if (_made.Add(place[..slash]))
                _entries.Add(new ScratchEntry(ScratchKind.Folder, place[..slash], 0x1ED, Mine: true));
        }
    }
}
