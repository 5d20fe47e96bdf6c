namespace Tako.Workspace.Sandbox;

/// <summary>Knows what keeps a tier from working and what an administrator can do about it.</summary>
internal static class Mending
{
    /// <summary>What the machine says of itself; another's words in tests.</summary>
    internal sealed record Machine(Func<string, string?> Setting, Func<string, bool> Exists)
    {
        public static Machine This { get; } = new(Read, File.Exists);
    }

    /// <summary>The same for a run whose shadow could not be put together, although the tier works elsewhere.</summary>
    public static string OfStep(IsolationTier tier, string step) =>
        Known(tier, step, Machine.This) is { Count: > 0 } known ? string.Join(' ', known)
            : "Run 'tako doctor' to see what this machine allows.";

    public static string Of(IsolationTier tier, string why) => Of(tier, why, Machine.This);

    internal static string Of(IsolationTier tier, string why, Machine machine)
    {
        var found = Known(tier, why, machine);
        return found.Count > 0 ? string.Join(' ', found) : "Nothing known mends this; the failed step above names what the kernel refused.";
    }

    private static List<string> Known(IsolationTier tier, string why, Machine machine)
    {
        var found = new List<string>();
        if (why.Contains("compiler", StringComparison.Ordinal))
            found.Add("Install a C compiler (Debian and Ubuntu: apt install gcc libc6-dev; Fedora: dnf install gcc).");
        if (tier is IsolationTier.L1 or IsolationTier.L2)
            found.AddRange(UserNamespaces(why, machine));
        if (tier == IsolationTier.L2)
            found.AddRange(Programs(machine));
        if (why.Contains("proc:", StringComparison.Ordinal))
            found.Add("In a container /proc is partly hidden, and the kernel then forbids a fresh one: " +
                "start the container with --security-opt systempaths=unconfined.");
        if (why.Contains("overlay", StringComparison.Ordinal))
            found.Add("Overlay mounts by users need Linux 5.11 or newer, and a repository that does not itself lie " +
                "on two stacked overlays (a container in a container does) or on a network file system: copy it to a local disk, " +
                "or allow tier L3, which copies it for each run.");
        if (why.Contains("restrict mount", StringComparison.Ordinal))
            found.Add("Read-only trees need Linux 5.12 or newer.");
        if (why.Contains("landlock", StringComparison.Ordinal))
            found.Add("Landlock needs Linux 5.19 or newer with 'landlock' among the kernel's lsm= modules.");
        return found;
    }

    /// <summary>How the kernel, AppArmor and container filters word it when namespaces or their maps are refused.</summary>
    private static bool Forbidden(string why) =>
        new[] { "namespaces", "unshare", "map users", "uid_map", "uid map", "setgroups", "private mounts", "bind the tree",
            "RTM_NEWADDR", "loopback" }
            .Any(word => why.Contains(word, StringComparison.Ordinal))
        && new[] { "Operation not permitted", "Permission denied", "No space left on device" }
            .Any(word => why.Contains(word, StringComparison.Ordinal));

    private static IEnumerable<string> UserNamespaces(string why, Machine machine)
    {
        if (Forbidden(why) && machine.Setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1")
        {
            yield return "AppArmor forbids user namespaces to ordinary programs (Ubuntu 23.10 and newer). " +
                "Either allow Tako's helper: write\n"
                + "  abi <abi/4.0>,\n  include <tunables/global>\n"
                + "  profile tako-limb @{HOME}/.local/state/tako/**/helper/limb-* flags=(unconfined) {\n    userns,\n  }\n"
                + "to /etc/apparmor.d/tako-limb and run 'sudo apparmor_parser -r /etc/apparmor.d/tako-limb'; "
                + "for tier L2 write the same with\n"
                + "/usr/bin/unshare as the path. Or lift the rule for all programs: "
                + "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0.";
        }

        if (machine.Setting("/proc/sys/kernel/unprivileged_userns_clone") == "0")
            yield return "The kernel forbids user namespaces to ordinary users: sudo sysctl -w kernel.unprivileged_userns_clone=1.";
        if (machine.Setting("/proc/sys/user/max_user_namespaces") == "0")
            yield return "No user namespaces are allowed: sudo sysctl -w user.max_user_namespaces=15000.";
        if (Forbidden(why) && (machine.Exists("/.dockerenv") || machine.Exists("/run/.containerenv")))
            yield return "A container's default system call filter forbids namespaces: " +
                "start it with --security-opt seccomp=unconfined, or run Tako outside.";
    }

    private static IEnumerable<string> Programs(Machine machine)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Concat(["/usr/sbin", "/sbin", "/usr/bin", "/bin"]).ToArray();
        var missing = new[] { "unshare", "mount", "umount", "pivot_root", "setpriv", "nsenter" }
            .Where(name => !folders.Any(folder => machine.Exists(Path.Join(folder, name)))).ToArray();
        if (missing.Length > 0)
            yield return $"Install {string.Join(", ", missing)} (util-linux 2.38 or newer).";
    }

    private static string? Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
