using System.Globalization;

namespace Tako.Workspace.Sandbox.Watching;

/// <summary>
/// A cgroup for one run, where the machine lets Tako make one (version 2 with delegation, or version 1 as root). It holds
/// for all processes of the run at once and acts the moment a limit is reached, which a poller cannot.
/// </summary>
internal sealed class ControlGroup : IDisposable
{
    private const string Base = "/sys/fs/cgroup";
    private readonly List<string> _folders = [];

    /// <summary>The kernel enforces the memory limit.</summary>
    public bool LimitsMemory { get; private set; }

    /// <summary>The kernel enforces the number of processes.</summary>
    public bool LimitsProcesses { get; private set; }

    public static ControlGroup Make(string name, int process, SandboxLimits limits)
    {
        var group = new ControlGroup();
        var own = Read("/proc/self/cgroup")?.Split('\n') ?? [];
        foreach (var line in own)
        {
            if (line.Split(':', 3) is not [_, var controllers, var path])
                continue;
            if (controllers.Length == 0)
                group.MakeUnified(path, name, process, limits);
            else if (controllers is "memory" or "pids")
                group.MakeOld(controllers, path, name, process, limits);
        }

        return group;
    }

    /// <summary>Whether the kernel's memory limit ended a process of this run.</summary>
    public bool KilledForMemory => _folders.Any(folder =>
        Counter(Path.Join(folder, "memory.events"), "oom_kill") > 0 || Counter(Path.Join(folder, "memory.oom_control"), "oom_kill") > 0);

    public void Dispose()
    {
        foreach (var folder in _folders)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                // A watcher may live a moment longer than its run; the next run clears the group away.
            }
        }
    }

    private void MakeUnified(string path, string name, int process, SandboxLimits limits)
    {
        // Beside our own group: a group with processes in it cannot pass controllers on to children.
        var parent = Path.GetDirectoryName(path) is { } above and not "/" ? Base + above : Base;
        Write(Path.Join(parent, "cgroup.subtree_control"), "+memory +pids");
        if (Read(Path.Join(parent, "cgroup.subtree_control")) is not { } enabled || !enabled.Contains("memory", StringComparison.Ordinal)
            || !TryMake(Path.Join(parent, name), out var folder))
            return;
        if (!Write(Path.Join(folder, "memory.max"), Text(limits.MemoryBytes))
            | !Write(Path.Join(folder, "pids.max"), Text(limits.Processes))
            || !Write(Path.Join(folder, "cgroup.procs"), Text(process)))
            return;
        Write(Path.Join(folder, "memory.swap.max"), "0");
        LimitsMemory = LimitsProcesses = true;
    }

    private void MakeOld(string controller, string path, string name, int process, SandboxLimits limits)
    {
        if (!TryMake($"{Base}/{controller}{path.TrimEnd('/')}/{name}", out var folder))
            return;
        var set = controller == "memory"
            ? Write(Path.Join(folder, "memory.limit_in_bytes"), Text(limits.MemoryBytes))
            : Write(Path.Join(folder, "pids.max"), Text(limits.Processes));
        if (controller == "memory")
            Write(Path.Join(folder, "memory.memsw.limit_in_bytes"), Text(limits.MemoryBytes));
        if (!set || !Write(Path.Join(folder, "cgroup.procs"), Text(process)))
            return;
        LimitsMemory |= controller == "memory";
        LimitsProcesses |= controller == "pids";
    }

    private bool TryMake(string folder, out string made)
    {
        made = folder;
        try
        {
            if (!Directory.Exists(Path.GetDirectoryName(folder)))
                return false;
            RemoveLeftovers(Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(folder);
            _folders.Add(folder);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void RemoveLeftovers(string parent)
    {
        foreach (var left in Directory.EnumerateDirectories(parent, "tako-*"))
        {
            if (Directory.Exists($"/proc/{Path.GetFileName(left)["tako-".Length..]}"))
                continue;
            try
            {
                Directory.Delete(left);
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                // Still in use, or another's.
            }
        }
    }

    private static bool Write(string file, string text)
    {
        try
        {
            // Never made: on a machine with both versions the folder above is an ordinary one.
            using var control = new FileStream(file, FileMode.Open, FileAccess.Write);
            control.Write(System.Text.Encoding.ASCII.GetBytes(text));
            control.Flush();
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private static long Counter(string file, string name) =>
        (Read(file) ?? "").Split('\n').Select(line => line.Split(' '))
            .Where(parts => parts.Length == 2 && parts[0] == name)
            .Select(parts => long.TryParse(parts[1], CultureInfo.InvariantCulture, out var value) ? value : 0).FirstOrDefault();

    private static string? Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
