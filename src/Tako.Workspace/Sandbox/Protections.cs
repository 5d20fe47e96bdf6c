namespace Tako.Workspace.Sandbox;

/// <summary>What each tier stops; the escape suite tries every line of it in every tier.</summary>
internal static class Protections
{
    private const string Nothing = "nothing";

    public static IReadOnlyList<Protection> Of(IsolationTier tier) =>
    [
        Row("writing or deleting outside the repository", tier, "read-only mounts", "read-only mounts", "Landlock", null),
        Row("changing the repository itself", tier, "overlay", "overlay", "copy", "copy, unless the command looks for the original"),
        Row("TCP", tier, "network namespace", "network namespace", "Landlock (Linux 6.7 or newer)", null),
        Row("UDP and name look-ups", tier, "network namespace", "network namespace", null, null),
        Row("Unix sockets of the machine", tier, "hidden folders", "hidden folders", null, null),
        Row("abstract sockets", tier, "network namespace", "network namespace", "Landlock (Linux 6.12 or newer)", null),
        Row("reading the home folder's secrets", tier, "private home folder", "private home folder", "Landlock", null),
        Row("leaking secrets of the environment", tier, "allow list", "allow list", "allow list", "allow list"),
        Row("/proc/1/root and tracing outsiders", tier, "process namespace, system call filter", "process namespace", "Landlock", null),
        Row("git hooks and Tako's own folder", tier, "read-only mounts", "read-only mounts", "Landlock",
            "copy, unless the command looks for the original"),
        Row("fork bombs, memory and processor hogs", tier, "cgroup, rlimit, poller", "cgroup, rlimit, poller",
            "cgroup, rlimit, poller", "cgroup, poller"),
        Row("files without end", tier, "rlimit, scratch size", "rlimit, scratch size", "rlimit", null),
        Row("surviving processes", tier, "process namespace", "process namespace", "orphans are ended", null),
        Row("dangerous system calls", tier, "system call filter", null, "system call filter", null),
    ];

    private static Protection Row(string against, IsolationTier tier, params ReadOnlySpan<string?> by) =>
        by[(int)tier - 1] is { } how
            ? new Protection(
                against, tier != IsolationTier.L4 || !how.Contains("unless", StringComparison.Ordinal), how)
            : new Protection(against, false, Nothing);
}
