using System.Globalization;

namespace Tako.Workspace.Sandbox.Watching;

/// <summary>
/// A cgroup for one run, where the machine lets Tako make one (version 2 with delegation, or version 1 as root). It holds
/// for all processes of the run at once and acts the moment a limit is reached, which a poller cannot.
/// </summary>
internal sealed class ControlGroup : IDisposable
{
    private const string Base = "/sys/fs/cgroup";
    private readonly List<(Controller Controller, string Path)> _folders = [];
    private SandboxLimits? _limits;

    private long _killedBefore;

    /// <summary>The kernel enforces the memory limit.</summary>
    public bool LimitsMemory { get; private set; }

    /// <summary>The kernel enforces the number of processes.</summary>
    public bool LimitsProcesses { get; private set; }

    /// <summary>Puts a process, and with it all it will start, into a new group where that is allowed.</summary>
    public static ControlGroup Make(string name, int process)
    {
        var group = new ControlGroup();
        var own = Read("/proc/self/cgroup")?.Split('\n') ?? [];
        foreach (var line in own)
        {
            if (line.Split(':', 3) is not [_, var controllers, var path])
                continue;
            if (controllers.Length == 0)
                group.MakeUnified(path, name, process);
            else if (controllers is "memory" or "pids")
                group.Enter(controllers is "memory" ? Controller.Memory : Controller.Processes,
                    $"{Base}/{controllers}{path.TrimEnd('/')}/{name}",
                    process);
        }

        return group;
    }

    /// <summary>Sets what the next run in this group may use.</summary>
    public void Limit(SandboxLimits limits)
    {
        _killedBefore = Killed();
        if (limits == _limits)
            return;
        (_limits, LimitsMemory, LimitsProcesses) = (limits, false, false);
        var memory = Text(limits.MemoryBytes);
        var processes = Text(limits.Processes);
        foreach (var (controller, folder) in _folders)
        {
            switch (controller)
            {
                case Controller.Unified
                    when Write(Path.Join(folder, "memory.max"), memory)
                        & Write(Path.Join(folder, "pids.max"), processes):
                    Write(Path.Join(folder, "memory.swap.max"), "0");
                    LimitsMemory = LimitsProcesses = true;
                    break;
                case Controller.Memory:
                    // The limit with swap is never below the one without: which goes first depends on where they come from.
                    Write(Path.Join(folder, "memory.memsw.limit_in_bytes"), memory);
                    LimitsMemory = Write(Path.Join(folder, "memory.limit_in_bytes"), memory);
                    Write(Path.Join(folder, "memory.memsw.limit_in_bytes"), memory);
                    break;
                case Controller.Processes:
                    LimitsProcesses = Write(Path.Join(folder, "pids.max"), processes);
                    break;
            }
        }
    }

    /// <summary>Puts a further process into the group.</summary>
    public void Join(int process)
    {
        foreach (var (_, folder) in _folders)
            Write(Path.Join(folder, "cgroup.procs"), Text(process));
    }

    /// <summary>Whether the kernel's memory limit ended a process of this run.</summary>
    public bool KilledForMemory => Killed() > _killedBefore;

    public void Dispose()
    {
        foreach (var (_, folder) in _folders)
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

    private void MakeUnified(string path, string name, int process)
    {
        // Beside our own group: a group with processes in it cannot pass controllers on to children.
        var parent = Path.GetDirectoryName(path) is { } above and not "/" ? Base + above : Base;
        Write(Path.Join(parent, "cgroup.subtree_control"), "+memory +pids");
        if (Read(Path.Join(parent, "cgroup.subtree_control")) is { } enabled && enabled.Contains("memory", StringComparison.Ordinal))
            Enter(Controller.Unified, Path.Join(parent, name), process);
    }

    private void Enter(Controller controller, string folder, int process)
    {
        try
        {
            if (!Directory.Exists(Path.GetDirectoryName(folder)))
                return;
            RemoveLeftovers(Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(folder);
            // A group that cannot be entered limits nothing, and goes at once.
            if (Write(Path.Join(folder, "cgroup.procs"), Text(process)))
                _folders.Add((controller, folder));
            else
                Directory.Delete(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // No group here: the poller limits alone.
        }
    }

    private long Killed() => _folders.Sum(folder => folder.Controller switch
    {
        Controller.Unified => Counter(Path.Join(folder.Path, "memory.events"), "oom_kill"),
        Controller.Memory => Counter(Path.Join(folder.Path, "memory.oom_control"), "oom_kill"),
        _ => 0,
    });

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

    private enum Controller
    {
        Unified,
        Memory,
        Processes,
    }
}
