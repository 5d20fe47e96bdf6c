using System.Globalization;
using System.Text;
using Tako.Workspace.Sandbox.Caches;

namespace Tako.Workspace.Sandbox;

/// <summary>Decides what a command sees: which of the machine's folders are hidden, read-only, private or overlaid.</summary>
internal sealed class ShadowPlanner
{
    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom", "tty"];
    private static readonly string[] SecretFolders =
        ["/etc/ssh", "/etc/ssl/private", "/etc/sudoers.d", "/etc/wireguard", "/etc/openvpn", "/etc/kubernetes", "/etc/docker",
         "/var/spool/cron", "/var/lib/kubelet", "/var/lib/cloud", "/var/lib/docker", "/var/lib/sss", "/var/lib/postgresql"];
    private static readonly string[] SecretFiles =
        ["/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers", "/etc/krb5.keytab", "/etc/machine-id"];

    private readonly HostView _host;
    private readonly SandboxRun _run;
    private readonly string _root;
    private readonly Inode _owner;
    private readonly ScratchTree _scratch;
    private readonly List<ShadowMount> _mounts = [];
    private readonly StringBuilder _seen = new();

    private ShadowPlanner(HostView host, SandboxRun run, string root, Inode owner)
    {
        (_host, _run, _root, _owner) = (host, run, root, owner);
        _scratch = new ScratchTree(host.Scratch);
    }

    /// <summary>The user a command for the repository at <paramref name="owner"/> runs as.</summary>
    public static (uint User, uint Group) RunsAs(HostView host, Inode owner) =>
        host.IsRoot ? (owner.User, owner.Group) : (host.User, host.Group);

    /// <summary>Only call with a run that <see cref="RunCheck"/> has passed.</summary>
    public static ShadowPlan Plan(HostView host, SandboxRun run)
    {
        var root = HostView.RealPath(Path.GetFullPath(run.Root));
        var planner = new ShadowPlanner(host, run, root, NativeCalls.Stat(root) ?? default);
        return planner.Make();
    }

    /// <summary>Folders that are replaced by empty private ones; a repository may lie in one, but not contain one.</summary>
    public static IReadOnlyList<string> Hidden(HostView host) =>
        [.. new[] { "/tmp", "/var/tmp", "/run", "/var/run", Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "",
                    host.Home, "/root", "/home", "/dev", "/sys/kernel/debug", "/sys/kernel/tracing", "/sys/fs/bpf" }
            .Where(path => path.Length > 1 && Path.IsPathFullyQualified(path) && NativeCalls.Stat(path) is { IsFolder: true })
            .Concat(host.IsRoot ? SecretFolders.Where(path => NativeCalls.Stat(path) is { IsFolder: true }) : [])
            .Distinct(StringComparer.Ordinal)
            .OrderBy(path => path, StringComparer.Ordinal)];

    private ShadowPlan Make()
    {
        var (user, group) = RunsAs(_host, _owner);
        Hide();
        MakeDevices();
        _mounts.Add(new ShadowMount(MountKind.Processes, "proc", "/proc"));
        var caches = PackageCaches.Of(_run, _host);
        ShowToolchains(caches);
        foreach (var cache in caches.Where(cache => cache.Layer is null))
            Show(cache);
        // Credentials are for the one run that may reach their feeds, and are never made ready for another.
        var isFeeding = _run.Network is NetworkAccess.Feeds;
        if (!isFeeding)
            ShowFeedSettings();
        var (entries, mounts) = (_scratch.Count, _mounts.Count);
        foreach (var cache in caches.Where(cache => cache.Layer is not null))
            Show(cache);
        if (isFeeding)
            ShowFeedSettings();
        OverlayRepository();
        var (writes, deletes) = StagedFiles.Of(_run);
        return new ShadowPlan
        {
            Root = _root,
            WorkingDirectory = _run.WorkingDirectory is { } below ? Path.GetFullPath(Path.Join(_root, below)) : _root,
            User = user,
            Group = group,
            Ground = new ShadowPart([.. _scratch.Entries.Take(entries)], _mounts[..mounts]),
            Own = new ShadowPart([.. _scratch.Entries.Skip(entries)], _mounts[mounts..]),
            Seen = _seen.ToString(),
            Writes = writes,
            Deletes = deletes,
            Environment = SandboxEnvironment.Of(_run, _host),
            Writable = [_root, "/tmp", "/var/tmp", "/dev", "/run", _host.Home, .. _mounts
                .Where(mount => mount.Kind == MountKind.Overlay && mount.Upper is not null).Select(mount => mount.Target)],
        };
    }

    private void Hide()
    {
        foreach (var path in Hidden(_host))
        {
            var nested = _scratch.Place(path) is not null;
            var open = path is "/tmp" or "/var/tmp";
            if (nested)
                _scratch.Folder(path, 0x1ED, mine: true);
            else
                Replace(path, open ? 0x3FF : 0x1ED, mine: path == _host.Home || path == "/run");
        }

        _scratch.Folder(_host.Home, 0x1ED, mine: true);
        if (!_host.IsRoot)
            return;
        foreach (var path in SecretFiles)
        {
            if (NativeCalls.Stat(path) is not { } there)
                continue;
            See(path, there);
            _mounts.Add(new ShadowMount(MountKind.Bind, "/dev/null", path));
        }
    }

    private void See(string path, Inode there) =>
        _seen.Append(CultureInfo.InvariantCulture, $"{path} {there.Device} {there.Number}\n");

    private void Replace(string path, int mode, bool mine)
    {
        See(path, NativeCalls.Stat(path) ?? default);
        var place = _scratch.Add(path, mode, mine);
        _mounts.Add(new ShadowMount(MountKind.WritableBind, place, path));
    }

    /// <summary>A private /dev: with the host's, the owner of a disk's device could write to the disk itself.</summary>
    private void MakeDevices()
    {
        foreach (var name in Devices.Where(name => File.Exists($"/dev/{name}")))
        {
            _scratch.File($"/dev/{name}");
            _mounts.Add(new ShadowMount(MountKind.WritableBind, $"/dev/{name}", $"/dev/{name}"));
        }

        _scratch.Folder("/dev/shm", 0x3FF, mine: false);
        _scratch.Folder("/dev/pts", 0x1ED, mine: false);
        _mounts.Add(new ShadowMount(MountKind.Terminals, "devpts", "/dev/pts"));
        _scratch.Link("/dev/ptmx", "pts/ptmx");
        _scratch.Link("/dev/fd", "/proc/self/fd");
        _scratch.Link("/dev/stdin", "/proc/self/fd/0");
        _scratch.Link("/dev/stdout", "/proc/self/fd/1");
        _scratch.Link("/dev/stderr", "/proc/self/fd/2");
    }

    /// <summary>Puts back, read-only, what tools need from hidden folders: tool chains, package caches, named paths.</summary>
    private void ShowToolchains(IReadOnlyList<PackageCache> caches)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Toolchains.In(_host).Concat(_run.Readable.Select(Path.GetFullPath)).Concat(GitFolders.Outside(_root))
            .Order(StringComparer.Ordinal))
        {
            var covered = shown.Any(other => HostView.IsInside(path, other)) || HostView.IsInside(path, _root)
                || HostView.IsInside(_root, path) || caches.Any(cache => HostView.IsInside(path, cache.Path));
            if (covered || _scratch.Place(path) is null || NativeCalls.Stat(path) is not { } there)
                continue;
            // A folder inside a hidden one; only there is something to put back.
            if (new FileInfo(path).LinkTarget is { } link)
            {
                _scratch.Link(path, link);
                continue;
            }

            shown.Add(path);
            See(path, there);
            if (there.IsFolder)
                _scratch.Folder(path, 0x1ED, mine: true);
            else
                _scratch.File(path);
            _mounts.Add(new ShadowMount(MountKind.Bind, path, path));
        }
    }

    private void ShowFeedSettings()
    {
        foreach (var file in FeedConfiguration.Files(_run, _host).Where(file => _scratch.Place(file.Path) is not null))
            _scratch.File(file.Path, file.Content);
    }

    private void Show(PackageCache cache)
    {
        var inode = NativeCalls.Stat(cache.Path);
        var there = inode is { IsFolder: true };
        if (_scratch.Place(cache.Path) is not null)
            _scratch.Folder(cache.Path, 0x1ED, mine: true);
        else if (!there)
            return;
        if (cache.Layer is null)
        {
            if (!there)
                return;
            See(cache.Path, inode!.Value);
            _mounts.Add(new ShadowMount(MountKind.Bind, cache.Path, cache.Path));
            return;
        }

        var empty = _scratch.Nowhere("empty", 0x1ED, mine: true);
        string[] below = there ? [cache.Path] : [empty];
        _mounts.Add(cache.Layer.Writable
            ? new ShadowMount(MountKind.Overlay, "", cache.Path) { Lower = below, Upper = cache.Layer.Upper, Work = cache.Layer.Work }
            : new ShadowMount(MountKind.Overlay, "", cache.Path)
            {
                Lower = [cache.Layer.Upper, .. below, .. there ? [empty] : Array.Empty<string>()],
            });
    }

    private void OverlayRepository()
    {
        if (_scratch.Place(_root) is not null)
            _scratch.Folder(_root, 0x1ED, mine: true);
        var given = Path.TrimEndingDirectorySeparator(Path.GetFullPath(_run.Root));
        if (given != _root && _scratch.Place(given) is not null && new FileInfo(given).LinkTarget is not null)
            _scratch.Link(given, _root);
        var upper = _scratch.Nowhere("upper", _owner.Mode, mine: true);
        var work = _scratch.Nowhere("work", 0x1C0, mine: false);
        var cache = LayerFolder.OfRepository(_run);
        if (cache is null || !cache.Writable)
        {
            _mounts.Add(new ShadowMount(MountKind.Overlay, "", _root)
            {
                Lower = cache is null ? [_root] : [cache.Upper, _root],
                Upper = upper,
                Work = work,
            });
        }
        else
        {
            // Staged files are written to a layer of their own, so that only what the command makes reaches the cache.
            _mounts.Add(new ShadowMount(MountKind.Overlay, "staged", _root) { Lower = [_root], Upper = upper, Work = work });
            _mounts.Add(new ShadowMount(MountKind.Overlay, "", _root) { Lower = [upper, _root], Upper = cache.Upper, Work = cache.Work });
        }

        foreach (var name in new[] { ".git", ".tako" })
        {
            var path = Path.Join(_root, name);
            if (NativeCalls.Stat(path) is { } there && new FileInfo(path).LinkTarget is null && (there.IsFolder || File.Exists(path)))
                _mounts.Add(new ShadowMount(MountKind.Bind, path, path));
        }
    }
}
