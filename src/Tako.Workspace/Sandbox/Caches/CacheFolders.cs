namespace Tako.Workspace.Sandbox.Caches;

/// <summary>Keeps a cache layer to what preparing is for: packages and build output, never a changed source.</summary>
internal static class CacheFolders
{
    /// <summary>Names of folders that tools fill and nobody edits.</summary>
    public static IReadOnlySet<string> Output { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "obj", "bin", "artifacts", "node_modules", ".venv", "venv", "target", "build", "dist", "out", "__pycache__", ".gradle", "vendor",
        ".nuget", ".eggs", ".tox", ".mypy_cache", ".pytest_cache", ".next", ".turbo",
    };

    /// <summary>Makes the folders a writing run needs, owned by the user the command runs as.</summary>
    public static void Prepare(ShadowPlan plan, HostView host)
    {
        foreach (var mount in plan.Own.Mounts)
        {
            foreach (var folder in new[] { mount.Upper, mount.Work })
            {
                if (folder is null || HostView.IsInside(folder, host.Scratch))
                    continue;
                Directory.CreateDirectory(folder);
                if (host.IsRoot)
                    NativeCalls.ChangeOwner(folder, plan.User, plan.Group);
            }
        }
    }

    /// <summary>
    /// Takes out of the repository's layer whatever would lie over a file of the repository: later runs must judge the real
    /// sources and the staged ones. In folders of build output everything stays.
    /// </summary>
    public static void Prune(SandboxRun run, ShadowPlan plan)
    {
        Stamp(run);
        if (LayerFolder.OfRepository(run) is not { } layer || !Directory.Exists(layer.Upper))
            return;
        var staged = plan.Writes.Select(write => write.Path).ToHashSet(StringComparer.Ordinal);
        var left = new Stack<string>([""]);
        while (left.TryPop(out var folder))
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(Path.Join(layer.Upper, folder)))
            {
                var name = Path.GetFileName(path);
                var below = folder.Length == 0 ? name : $"{folder}/{name}";
                var inode = NativeCalls.Stat(path) ?? default;
                var real = NativeCalls.Stat(Path.Join(plan.Root, below));
                if (inode.IsFolder && (real is null or { IsFolder: true }))
                {
                    if (Output.Contains(name))
                        continue;
                    if (real is not null && NativeCalls.IsOpaque(path))
                        Directory.Delete(path, recursive: true);
                    else
                        left.Push(below);
                    continue;
                }

                if (inode.IsWhiteout || real is not null || staged.Contains(below))
                    Remove(path, inode);
            }
        }
    }

    /// <summary>Changes with every run that writes the layer, so that a limb which shows it knows.</summary>
    public static long Written(string? layer) =>
        layer is null ? 0 : NativeCalls.Stat(Path.Join(layer, "written")) is { } stamp ? stamp.Changed : 1;

    private static void Stamp(SandboxRun run)
    {
        if (run.CacheLayer is { } layer && Directory.Exists(layer))
            File.WriteAllText(Path.Join(layer, "written"), "");
    }

    private static void Remove(string path, Inode inode)
    {
        if (inode.IsFolder)
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }
}
