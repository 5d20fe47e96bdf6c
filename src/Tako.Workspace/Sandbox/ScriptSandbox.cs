using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox;

/// <summary>The same shadow without native code: util-linux and a fixed script.</summary>
internal sealed class ScriptSandbox(HostView host, TimeProvider time) : ISandbox
{
    private const int FileBlock = 512;

    // Ends the name spaces when Tako is gone: killed, it cannot do so itself. It dies with the process it watches.
    private const string Guard = """
        read -r go || exit 125
        (trap '' TERM HUP INT; while kill -0 "$PPID" && kill -0 $$; do sleep 1; done; kill -9 $$) </dev/null >/dev/null 2>&1 9>&- &
        report=$1; shift
        exec 9>"$report"
        exec unshare "$@"
        """;

    private static readonly Lazy<string> Script = new(() => HelperBuild.Resource("limb.sh"));

    public IsolationTier Tier => IsolationTier.L2;

    /// <summary>The mount points' paths appear in mount options, where some characters have a meaning.</summary>
    public static bool CanName(HostView host) =>
        host.StateFolder.All(letter => char.IsAsciiLetterOrDigit(letter)
            || "/._-".Contains(letter, StringComparison.Ordinal));

    public async ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        if (RunCheck.Refuse(host, run, MountTable.Read()) is { } refused)
            return refused;
        if (run.Network is NetworkAccess.Feeds)
            return new RunOutcome.Refused("A run that reaches package feeds needs tier L1.",
                "Install a C compiler (cc, gcc or clang), so that the native helper can be built.");
        var plan = ShadowPlanner.Plan(host, run);
        Caches.CacheFolders.Prepare(plan, host);
        var parts = new ScriptParts(plan, host, run);
        Directory.CreateDirectory(Path.Join(host.StateFolder, "runs"));
        var report = Path.Join(host.StateFolder, "runs", $"{RunNames.Next()}");
        try
        {
            return await RunAsync(run, plan, parts, report, cancellationToken);
        }
        finally
        {
            File.Delete(report);
            if (run.WriteCache)
                Caches.CacheFolders.Prune(run, plan);
        }
    }

    private async Task<RunOutcome> RunAsync(
        SandboxRun run, ShadowPlan plan, ScriptParts parts, string report, CancellationToken cancellationToken)
    {
        var record = new RunRecord(Tier, run, time);
        using var process = Start(run, plan, parts, report);
        using var group = ControlGroup.Make($"tako-{process.Id}", process.Id);
        group.Limit(run.Limits);
        record.Note(group);
        record.Note("Tier L2 has no system call filter and no Landlock.");
        if (!host.IsRoot)
            record.Note("The command sees itself as user 0, without any of root's rights.");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = PumpAsync(process.StandardOutput.BaseStream, record.Output);
        var error = PumpAsync(process.StandardError.BaseStream, record.Error);
        var feeding = FeedAsync(process, parts, report);
        var reading = Task.WhenAll(output, error, feeding);
        var watching = RunWatch.WaitAsync(process.Id, TimeSpan.Zero, run, time, ended.Token);
        await Task.WhenAny(reading, watching);
        var stop = watching.IsCompletedSuccessfully ? await watching : null;
        // unshare --kill-child takes the first process inside with it, and the kernel the rest.
        if (!reading.IsCompleted)
            process.Kill();
        await ended.CancelAsync();
        await reading;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return Outcome(run, stop, record, group, await File.ReadAllLinesAsync(report, CancellationToken.None));
    }

    private Process Start(SandboxRun run, ShadowPlan plan, ScriptParts parts, string report)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        string[] identity = host.IsRoot ? ["--keep-caps"] : ["--map-root-user"];
        foreach (var argument in (string[])["-c", Guard, "tako", report, "--user", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork",
            "--kill-child", .. identity, "/bin/sh", "-c", Script.Value, "limb", host.Scratch,
            $"mode=0755,size={run.Limits.ScratchBytes}", host.Tree,
            plan.Root, .. parts.Lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)), host.IsRoot ? "root" : "user",
            Text(plan.User), Text(plan.Group), Text(PlanStream.CpuSeconds(run.Limits)), Text(run.Limits.FileBytes / FileBlock),
            Text(run.Limits.Processes), plan.WorkingDirectory, parts.Cache, .. run.Command])
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in plan.Environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
    }

    private async Task FeedAsync(Process process, ScriptParts parts, string report)
    {
        var input = process.StandardInput.BaseStream;
        try
        {
            await input.WriteAsync("go\n"u8.ToArray());
            await input.FlushAsync();
            if (host.IsRoot)
                await MapAsync(process, report);
            await input.WriteAsync("go\n"u8.ToArray());
            foreach (var part in parts.Contents)
                await input.WriteAsync(part);
            await input.FlushAsync();
            process.StandardInput.Close();
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            // The script stopped at a step; its report says which.
        }
    }

    /// <summary>Root maps every user, so that files keep their owners; only a process outside may write that map.</summary>
    private async Task MapAsync(Process process, string report)
    {
        while (!process.HasExited && new FileInfo(report) is not { Exists: true, Length: > 0 })
            await Task.Delay(TimeSpan.FromMilliseconds(1), time);
        foreach (var map in new[] { "uid_map", "gid_map" })
        {
            await using var file = new FileStream(
                $"/proc/{process.Id}/{map}", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write("0 0 4294967295"u8);
        }
    }

    private static async Task PumpAsync(Stream from, Action<ReadOnlyMemory<byte>> to)
    {
        var buffer = new byte[1 << 16];
        while (await from.ReadAsync(buffer) is var count and > 0)
            to(buffer.AsMemory(0, count));
    }

    private static RunOutcome Outcome(SandboxRun run, Stop? stop, RunRecord record, ControlGroup group, string[] lines)
    {
        var exit = lines.FirstOrDefault(line => line.StartsWith("exit ", StringComparison.Ordinal));
        var code = exit is null ? 137 : int.Parse(exit.AsSpan(5), CultureInfo.InvariantCulture);
        var report = record.Report(code);
        if (!lines.Contains("running") && stop is null)
        {
            var step = lines.LastOrDefault(line => line.StartsWith("failed ", StringComparison.Ordinal)) ?? "failed before the first step";
            var detail = string.Join(
                ' ', lines.Where(line => line != "ready" && !line.StartsWith("failed ", StringComparison.Ordinal))
                    .Append(report.StandardError).Select(line => line.Trim()));
            return new RunOutcome.Refused($"The sandbox could not be set up: {step} {detail}".TrimEnd() + ".",
                "Run 'tako doctor' to see what this machine allows.");
        }

        return stop switch
        {
            Stop.Time => new RunOutcome.TimedOut(report),
            Stop.Usage usage => new RunOutcome.Killed(report, usage.Reason),
            _ when group.KilledForMemory && code != 0 =>
                new RunOutcome.Killed(report, $"it needed more than the {run.Limits.MemoryBytes >> 20} MB of memory it may use"),
            _ when exit is null => new RunOutcome.Killed(report, "the sandbox ended before the command did"),
            _ when code == 127 && report.StandardError.Contains($"failed to execute {run.Command[0]}", StringComparison.Ordinal) =>
                new RunOutcome.Refused($"The command could not be started: {report.StandardError.Trim()}.",
                    "Check its name and that its program is installed."),
            _ => new RunOutcome.Exited(report),
        };
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
