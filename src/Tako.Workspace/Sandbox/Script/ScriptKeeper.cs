using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tako.Workspace.Sandbox.Live;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox.Script;

/// <summary>
/// A shell in its own namespaces and control group with the ground of a shadow mounted, waiting for the one run it can serve.
/// </summary>
internal sealed class ScriptKeeper : IDisposable
{
    private const int MaxLines = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Ends the namespaces when Tako is gone: killed, it cannot do so itself, but the kernel ends its side of the pipe.
    private const string Guard = """
        read -r go || exit 125
        exec 6<&0
        (trap '' TERM HUP INT; read -r over <&6 || kill -9 $$) </dev/null >/dev/null 2>&1 &
        exec 6<&- 0<"$1" 9>"$2"; shift 2
        exec unshare "$@"
        """;

    private static readonly Lazy<string> Script = new(() => HelperBuild.Resource("limb.sh"));

    private readonly HostView _host;
    private readonly FileStream _orders;
    private readonly FileStream _report;
    private readonly StreamReader _reader;
    private readonly List<string> _lines = [];
    private readonly TimeProvider _time;
    private LiveFolder? _scratch;
    private int _ended;

    private ScriptKeeper(HostView host, Process process, FileStream orders, FileStream report, TimeProvider time)
    {
        (_host, Process, _orders, _report, _time) = (host, process, orders, report, time);
        Group = ControlGroup.Make($"tako-{process.Id}", process.Id);
        _reader = new StreamReader(report, Encoding.UTF8, false, 256, leaveOpen: true);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => Ended();
        if (process.HasExited)
            Ended();
    }

    public Process Process { get; }

    public ControlGroup Group { get; }

    /// <summary>Number of the shell inside, as seen from outside.</summary>
    public int Inside { get; private set; }

    /// <summary>Everything the script has said.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public LiveFolder Scratch => _scratch ?? throw new InvalidOperationException("The scratch file system is not mounted yet.");

    public static ScriptKeeper Start(ShadowPlan plan, HostView host, long scratchBytes, TimeProvider time)
    {
        var folder = Directory.CreateDirectory(Path.Join(host.StateFolder, "runs")).FullName;
        var name = Path.Join(folder, RunNames.Next());
        var (orders, report) = (Pipe($"{name}.in"), Pipe($"{name}.out"));
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        string[] identity = host.IsRoot ? ["--keep-caps"] : ["--map-root-user"];
        foreach (var argument in (string[])["-c", Guard, "tako", orders.Name, report.Name,
            "--user", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child", .. identity,
            "/bin/sh", "-c", Script.Value, "limb", host.Scratch, $"mode=0755,size={scratchBytes}", host.Tree,
            host.IsRoot ? "root" : "user", Text(plan.User), Text(plan.Group)])
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (variable, value) in plan.Environment)
            start.Environment[variable] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
        return new ScriptKeeper(host, process, orders, report, time);
    }

    /// <summary>Mounts the ground. False when a step failed: then <see cref="Lines"/> says which.</summary>
    public async Task<bool> PrepareAsync(ShadowPlan plan)
    {
        try
        {
            await Process.StandardInput.BaseStream.WriteAsync("go\n"u8.ToArray());
            await Process.StandardInput.BaseStream.FlushAsync();
            if (!await SaidAsync("ready"))
                return false;
            // Both ends are open: no later run can find them by name.
            RemoveNames();
            if (_host.IsRoot)
                Map();
            await OrderAsync("");
            if (!await SaidAsync("scratch"))
                return false;
            Inside = FirstInside();
            _scratch = LiveFolder.Open(Inside, _host.Scratch);
            new ScriptParts(plan, _host, "", "", _host.Tree).Write(_scratch, WithOldRoot(plan.Ground), "ground");
            await OrderAsync("");
            return await SaidAsync("ground");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            _lines.Add($"failed {wrong.Message}");
            return false;
        }
    }

    public async Task OrderAsync(string line)
    {
        await _orders.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        await _orders.FlushAsync();
    }

    /// <summary>Reads on until the script says the word; false when it ended before.</summary>
    public async Task<bool> SaidAsync(string word) => await LineAsync(word, Patience) is not null;

    /// <summary>The line that starts with the word; null when the script ended before.</summary>
    public async Task<string?> LineAsync(string word, TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience, _time);
        try
        {
            while (_lines.Count < MaxLines && await _reader.ReadLineAsync(late.Token) is { } line)
            {
                _lines.Add(line);
                if (line == word || line.StartsWith(word + " ", StringComparison.Ordinal))
                    return line;
                if (line == "gone")
                    return null;
            }
        }
        catch (OperationCanceledException)
        {
            _lines.Add($"failed to reach '{word}' in time");
        }

        return null;
    }

    public void Dispose()
    {
        End();
        Process.WaitForExit();
        Ended();
        try
        {
            Process.StandardInput.Write("over\n");
            Process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The guard has ended already.
        }

        _scratch?.Dispose();
        _reader.Dispose();
        RemoveNames();
        _orders.Dispose();
        _report.Dispose();
        Process.Dispose();
        Group.Dispose();
    }

    /// <summary>Ends the first process inside: the one outside follows when the kernel has ended all the rest.</summary>
    public void End()
    {
        if (Inside > 0 && !Process.HasExited)
            NativeCalls.Kill(Inside);
        if (Inside == 0 || !Process.WaitForExit(Patience))
            Process.Kill();
    }

    /// <summary>The reader must not wait for a script that is no more: its pipe never ends while it is open here.</summary>
    private void Ended()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        try
        {
            _report.Write("gone\n"u8);
            _report.Flush();
        }
        catch (ObjectDisposedException)
        {
            // Nobody reads any more.
        }
    }

    private void RemoveNames()
    {
        foreach (var pipe in new[] { _orders, _report })
        {
            if (File.Exists(pipe.Name))
                File.Delete(pipe.Name);
        }
    }

    private static ShadowPart WithOldRoot(ShadowPart ground)
    {
        var run = ground.Mounts.First(mount => mount.Target == "/run" && mount.Kind == MountKind.WritableBind);
        var old = new ScratchEntry(ScratchKind.Folder, $"{Path.GetFileName(run.Source)}/.old", 0x1ED, Mine: false);
        return ground with { Scratch = [.. ground.Scratch, old, new ScratchEntry(ScratchKind.Folder, "cache", 0x1C0, Mine: false)] };
    }

    /// <summary>Root maps every user, so that files keep their owners; only a process outside may write that map.</summary>
    private void Map()
    {
        foreach (var map in new[] { "uid_map", "gid_map" })
        {
            using var file = new FileStream(
                $"/proc/{Process.Id}/{map}", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write("0 0 4294967295"u8);
        }
    }

    private int FirstInside() => ProcessTree.Descendants(Process.Id).FirstOrDefault(ProcessTree.IsFirstOfNamespace) is var id and > 0 ? id
        : throw new IOException("The first process inside was not found.");

    private static FileStream Pipe(string path)
    {
        LiveCalls.MakePipe(path);
        // For both directions, so that opening waits for nobody.
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
