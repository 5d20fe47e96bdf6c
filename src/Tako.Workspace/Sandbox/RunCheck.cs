namespace Tako.Workspace.Sandbox;

/// <summary>Refuses runs that could not be isolated honestly.</summary>
internal static class RunCheck
{
    private static readonly string[] SystemFolders = ["/proc", "/sys", "/usr", "/etc", "/bin", "/sbin", "/lib", "/boot"];

    /// <summary>Null when the run may start.</summary>
    public static RunOutcome.Refused? Refuse(HostView host, SandboxRun run, MountTable mounts)
    {
        ArgumentException.ThrowIfNullOrEmpty(run.Root);
        ArgumentOutOfRangeException.ThrowIfZero(run.Command.Count);
        if (!Path.IsPathFullyQualified(run.Root) || !Directory.Exists(run.Root))
            return new($"{run.Root} is not a folder.", "Name the repository by its absolute path.");
        var root = HostView.RealPath(Path.GetFullPath(run.Root));
        var swallowed = ShadowPlanner.Hidden(host).FirstOrDefault(hidden => HostView.IsInside(HostView.RealPath(hidden), root));
        if (swallowed is not null || SystemFolders.Any(folder => HostView.IsInside(root, folder)))
        {
            return new($"{root} {(swallowed is null ? "belongs to the system" : $"contains {swallowed}, which is hidden from commands")}.",
                "Put the repository in a folder of its own.");
        }

        if (HostView.IsInside(host.StateFolder, root))
            return new($"Tako's state folder {host.StateFolder} lies inside the repository.",
                "Move the state folder out of the repository.");
        if (run.WriteCache && run.CacheLayer is null)
            return new("A run that keeps its cache names no cache layer.", "Give a folder outside the repository.");
        if (run.CacheLayer is { } layer && HostView.IsInside(HostView.RealPath(Path.GetFullPath(layer)), root))
            return new($"The cache layer {layer} lies inside the repository.", "Give a folder outside the repository.");
        if (run.WorkingDirectory is { } below && !HostView.IsInside(HostView.RealPath(Path.GetFullPath(Path.Join(root, below))), root))
            return new($"The working directory {below} leaves the repository.", "Name a folder below the root.");
        if (mounts.Below(root) is { } mount)
        {
            return new($"{mount} is a mount of its own inside the repository; an overlay cannot see into it.",
                $"Unmount it, or keep it outside the repository and link to it.");
        }

        return null;
    }
}
