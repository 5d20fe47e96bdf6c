using System.Diagnostics;
using System.Globalization;
using Tako.Workspace.Sandbox.Live;
using Tako.Workspace.Sandbox.Warm;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox.Script;

/// <summary>A shadow whose first process is the script's shell; commands are brought into its namespaces by util-linux.</summary>
internal sealed class ScriptLiveShadow : ILiveShadow
{
    private const int FileBlock = 512;

    // The first part waits until it is in the control group; the second is inside and drops all power.
    private const string Enter = """
        read -r go || exit 125
        exec nsenter --target "$1" --user --mount --pid --net --ipc --uts --preserve-credentials -- /bin/sh -c "$2" "$@"
        """;

    private const string Command = """
        WHO=$2 U=$3 G=$4
        cd "$5" && ulimit -c 0 && ulimit -t "$6" && ulimit -f "$7" || exit 125
        ulimit -u "$8" 2>/dev/null || ulimit -p "$8" 2>/dev/null
        shift 8
        if [ "$WHO" = root ]; then set -- --reuid "$U" --regid "$G" --clear-groups -- "$@"; else set -- -- "$@"; fi
        exec setpriv --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all "$@" </dev/null
        """;

    private readonly ScriptKeeper _keeper;
    private readonly ShadowPlan _plan;
    private readonly HostView _host;
    private readonly TimeProvider _time;

    private ScriptLiveShadow(ScriptKeeper keeper, ShadowPlan plan, HostView host, TimeProvider time)
    {
        (_keeper, _plan, _host, _time) = (keeper, plan, host, time);
        Repository = LiveFolder.Open(keeper.Inside, plan.Root);
        Upper = keeper.Scratch.Below("upper");
    }

    public bool IsAlive => !_keeper.Process.HasExited;

    public LiveFolder Repository { get; }

    public LiveFolder Upper { get; }

    public int Inside => _keeper.Inside;

    public (uint User, uint Group) Owner => (_plan.User, _plan.Group);

    public static async Task<(ILiveShadow?, RunOutcome.Refused?)> OpenAsync(
        ShadowPlan plan, HostView host, SandboxRun opening, TimeProvider time)
    {
        var keeper = ScriptKeeper.Start(plan, host, opening.Limits.ScratchBytes, time);
        if (await new ScriptSession(keeper, plan, host, opening, time).OpenAsync(fresh: true) is not { } refused)
            return (new ScriptLiveShadow(keeper, plan, host, time), null);
        keeper.Dispose();
        return (null, refused);
    }

    public async Task<RunOutcome> RunAsync(SandboxRun run, IReadOnlyList<string> notes, CancellationToken cancellationToken)
    {
        var record = new RunRecord(IsolationTier.L2, run, _time);
        foreach (var note in notes)
            record.Note(note);
        _keeper.Group.Limit(run.Limits);
        record.Note(_keeper.Group);
        record.Note("Tier L2 has no system call filter and no Landlock.");
        var spent = ProcessTree.Measure([_keeper.Process.Id]).Cpu;
        using var process = Start(run);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.WhenAll(ScriptSession.PumpAsync(process.StandardOutput.BaseStream, record.Output),
            ScriptSession.PumpAsync(process.StandardError.BaseStream, record.Error));
        var exited = process.WaitForExitAsync(CancellationToken.None);
        var watching = RunWatch.WaitAsync([_keeper.Process.Id, process.Id], spent, run, record, _time, ended.Token);
        await Task.WhenAny(exited, watching);
        var stop = !exited.IsCompleted && watching.IsCompletedSuccessfully ? await watching : null;
        if (!exited.IsCompleted)
        {
            // unshare --kill-child takes the first process inside with it, and the kernel the rest.
            _keeper.End();
            await _keeper.Process.WaitForExitAsync(CancellationToken.None);
        }

        await ended.CancelAsync();
        await exited;
        // Servers that were left behind may hold the streams open; they do not write to them.
        if (stop is null && IsAlive)
            await Survivors.EndAsync(this, _time);
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1), _time, CancellationToken.None));
        cancellationToken.ThrowIfCancellationRequested();
        var report = record.Report(process.ExitCode);
        return stop switch
        {
            Stop.Time => new RunOutcome.TimedOut(report),
            Stop.Usage usage => record.Killed(report, usage.Reason),
            _ when _keeper.Group.KilledForMemory && report.ExitCode != 0 =>
                record.Killed(report, $"it needed more than the {run.Limits.MemoryBytes >> 20} MB of memory it may use"),
            _ when !IsAlive => new RunOutcome.Killed(report, "the sandbox ended before the command did"),
            _ when report.ExitCode == 127
                && report.StandardError.Contains($"failed to execute {run.Command[0]}", StringComparison.Ordinal) =>
                new RunOutcome.Refused($"The command could not be started: {report.StandardError.Trim()}.",
                    "Check its name and that its program is installed."),
            _ => new RunOutcome.Exited(report),
        };
    }

    // Every order makes the shell wait for a child, and with it for all that became its own.
    public async Task ReapAsync()
    {
        try
        {
            await _keeper.OrderAsync("");
        }
        catch (IOException)
        {
            // The shell is gone, and with it everything it would have to bury.
        }
    }

    public ValueTask DisposeAsync()
    {
        Repository.Dispose();
        Upper.Dispose();
        _keeper.Dispose();
        return ValueTask.CompletedTask;
    }

    private Process Start(SandboxRun run)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var folder = run.WorkingDirectory is { } below ? Path.GetFullPath(Path.Join(_plan.Root, below)) : _plan.Root;
        foreach (var argument in (string[])["-c", Enter, "limb", Text(Inside), Command, _host.IsRoot ? "root" : "user", Text(_plan.User),
            Text(_plan.Group), folder, Text(PlanStream.CpuSeconds(run.Limits)), Text(run.Limits.FileBytes / FileBlock),
            Text(run.Limits.Processes), .. run.Command])
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in SandboxEnvironment.Of(run, _host, warm: true))
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
        _keeper.Group.Join(process.Id);
        process.StandardInput.Write("go\n");
        process.StandardInput.Close();
        return process;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
