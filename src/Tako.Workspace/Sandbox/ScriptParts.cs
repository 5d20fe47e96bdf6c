using System.Formats.Tar;
using System.Text;

namespace Tako.Workspace.Sandbox;

/// <summary>A plan in the words of util-linux and tar: what the script reads from its standard input.</summary>
internal sealed class ScriptParts
{
    private readonly ShadowPlan _plan;
    private readonly HostView _host;
    private readonly List<(string Name, string Target)> _layers = [];

    public ScriptParts(ShadowPlan plan, HostView host, SandboxRun run)
    {
        Cache = run is { WriteCache: true, CacheLayer: { } layer } ? HostView.RealPath(Path.GetFullPath(layer)) : "";
        (_plan, _host) = (plan, host);
        // The mounts first: they name the links by which layers are found.
        var mounts = Mounts();
        Contents = [Scratch(mounts), Encoding.UTF8.GetBytes(string.Concat(plan.Deletes.Select(path => $"./{path}\0"))), Staged()];
    }

    public IReadOnlyList<byte[]> Contents { get; }

    /// <summary>The cache layer when this run writes it: the only folder of the machine that is made writable again.</summary>
    public string Cache { get; }

    public IEnumerable<int> Lengths => Contents.Select(part => part.Length);

    private byte[] Mounts()
    {
        var table = new StringBuilder();
        foreach (var mount in _plan.Ground.Mounts.Concat(_plan.Own.Mounts))
        {
            var target = _host.Tree + mount.Target;
            switch (mount.Kind)
            {
                case MountKind.Bind:
                    // Everything was made read-only before, and a bind keeps that.
                    Line(mount.Source, target, "none", "rbind");
                    break;
                case MountKind.WritableBind:
                    Line(mount.Source, target, "none", "bind");
                    break;
                case MountKind.Overlay:
                    Line("tako", target, "overlay", Layers(mount));
                    break;
                case MountKind.Processes:
                    Line("proc", target, "proc", "ro,nosuid,nodev,noexec");
                    break;
                case MountKind.Terminals:
                    Line("devpts", target, "devpts", "newinstance,ptmxmode=0666,mode=0620,nosuid,noexec");
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(table.ToString());

        void Line(string source, string target, string kind, string options) =>
            table.Append($"{Escape(source)} {Escape(target)} {kind} {options} 0 0\n");
    }

    private string Layers(ShadowMount mount)
    {
        var options = $"lowerdir={string.Join(':', mount.Lower.Select(Name))}";
        return mount.Upper is null
            ? $"{options},userxattr"
            : $"{options},upperdir={Name(mount.Upper)},workdir={Name(mount.Work!)},userxattr";
    }

    /// <summary>A link with a plain name: a path with a colon or a comma would be taken for two.</summary>
    private string Name(string layer)
    {
        if (Cache.Length > 0 && HostView.IsInside(layer, Cache))
            return Path.Join(_host.Scratch, "cache", layer[Cache.Length..]);
        var known = _layers.FirstOrDefault(known => known.Target == layer).Name;
        if (known is null)
        {
            known = $"l{_layers.Count}";
            _layers.Add((known, layer));
        }

        return Path.Join(_host.Scratch, known);
    }

    private byte[] Scratch(byte[] mounts)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in _plan.Ground.Scratch.Concat(_plan.Own.Scratch))
                tar.WriteEntry(Entry(entry));
            tar.WriteEntry(Entry(new ScratchEntry(ScratchKind.Folder, "cache", 0x1C0, Mine: false)));
            foreach (var (name, target) in _layers)
                tar.WriteEntry(Entry(new ScratchEntry(ScratchKind.Link, name, 0x1FF, Mine: false) { LinkTarget = target }));
            tar.WriteEntry(Entry(new ScratchEntry(ScratchKind.File, "fstab", 0x180, Mine: false) { Content = mounts }));
            var run = _plan.Ground.Mounts.Concat(_plan.Own.Mounts).First(mount => mount.Target == "/run" && mount.Kind == MountKind.WritableBind);
            tar.WriteEntry(Entry(new ScratchEntry(ScratchKind.Folder, Path.GetFileName(run.Source) + "/.old", 0x1ED, Mine: false)));
        }

        return bytes.ToArray();
    }

    private byte[] Staged()
    {
        if (_plan.Writes.Count == 0)
            return [];
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var write in _plan.Writes)
                tar.WriteEntry(
                    Entry(new ScratchEntry(ScratchKind.File, write.Path, write.Mode, Mine: true)
                    {
                        Content = write.Content.ToArray(),
                    }));
        }

        return bytes.ToArray();
    }

    private PaxTarEntry Entry(ScratchEntry entry)
    {
        var kind = entry.Kind switch
        {
            ScratchKind.Folder => TarEntryType.Directory,
            ScratchKind.Link => TarEntryType.SymbolicLink,
            _ => TarEntryType.RegularFile,
        };
        var made = new PaxTarEntry(kind, $"./{entry.Path}")
        {
            Mode = (UnixFileMode)entry.Mode,
            // In an ordinary user's name space that user is 0 until the very end.
            Uid = _host.IsRoot && entry.Mine ? (int)_plan.User : 0,
            Gid = _host.IsRoot && entry.Mine ? (int)_plan.Group : 0,
            ModificationTime = DateTimeOffset.UnixEpoch,
        };
        if (kind == TarEntryType.SymbolicLink)
            made.LinkName = entry.LinkTarget;
        else if (kind == TarEntryType.RegularFile)
            made.DataStream = new MemoryStream(entry.Content);
        return made;
    }

    private static string Escape(string path)
    {
        var text = new StringBuilder();
        foreach (var letter in path)
            text.Append(letter is ' ' or '\t' or '\n' or '\\' or '#'
                ? $"\\{Convert.ToString(letter, 8).PadLeft(3, '0')}"
                : letter.ToString());
        return text.ToString();
    }
}
