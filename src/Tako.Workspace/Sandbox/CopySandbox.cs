using System.Diagnostics;
using Tako.Workspace.Sandbox.Caches;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox;

/// <summary>
/// A copy of the repository. With the helper it is fenced by Landlock (L3); without, the repository is safe from accidents
/// but the machine is not safe from the command (L4).
/// </summary>
internal sealed class CopySandbox(string? helper, HostView host, TimeProvider time) : ISandbox
{
    private const int MaxFiles = 20_000;
    private const long MaxBytes = 1L << 30;
    private static readonly string[] System =
        ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/etc", "/proc", "/sys/fs/cgroup",
            "/sys/devices/system"];

    public IsolationTier Tier => helper is null ? IsolationTier.L4 : IsolationTier.L3;

    public async ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        if (RunCheck.Refuse(host, run, MountTable.Read()) is { } refused)
            return refused;
        if (run.Network is NetworkAccess.Feeds || run.CacheLayer is not null)
            return new RunOutcome.Refused("Preparing and cache layers need tier L1 or L2.", "Run 'tako doctor' to see how to mend them.");
        var folder = Path.Join(host.StateFolder, "copies", $"{RunNames.Next()}");
        try
        {
            var root = Path.Join(folder, "repository");
            var real = HostView.RealPath(Path.GetFullPath(run.Root));
            if (!RepositoryCopy.Make(real, root, MaxFiles, MaxBytes))
                return new RunOutcome.Refused(
                    $"The repository is too large to copy (limit {MaxFiles} files, {MaxBytes >> 20} MB).",
                    "Mend tier L1 or L2: they need no copy.");
            var (writes, deletes) = StagedFiles.Of(run);
            await RepositoryCopy.StageAsync(root, writes, deletes, cancellationToken);
            var plan = Plan(run, folder, root);
            return helper is null
                ? await RunBareAsync(run, plan, cancellationToken)
                : await RunFencedAsync(helper, run, plan, cancellationToken);
        }
        finally
        {
            if (Directory.Exists(folder))
                RepositoryCopy.Remove(folder);
        }
    }

    private ShadowPlan Plan(SandboxRun run, string folder, string root)
    {
        var (user, group) = (host.User, host.Group);
        var environment = new Dictionary<string, string>(SandboxEnvironment.Of(run, host), StringComparer.Ordinal)
        {
            ["HOME"] = Path.Join(folder, "home"),
            ["TMPDIR"] = Path.Join(folder, "tmp"),
        };
        foreach (var name in new[] { environment["HOME"], environment["TMPDIR"] })
            Directory.CreateDirectory(name);
        return new ShadowPlan
        {
            Root = root,
            WorkingDirectory = run.WorkingDirectory is { } below ? Path.GetFullPath(Path.Join(root, below)) : root,
            User = user,
            Group = group,
            Ground = new ShadowPart([], []),
            Own = new ShadowPart([], []),
            Seen = "",
            Writes = [],
            Deletes = [],
            Environment = [.. environment],
            Writable = [folder, "/dev/null", "/dev/tty", "/dev/zero", "/dev/full"],
        };
    }

    private async Task<RunOutcome> RunFencedAsync(string helper, SandboxRun run, ShadowPlan plan, CancellationToken cancellationToken)
    {
        using var keeper = Keeper.Start(helper);
        await using var session = new HelperSession(keeper, Tier, run, time);
        string[] readable = [.. System, "/dev/random", "/dev/urandom", .. Toolchains.In(host), .. run.Readable,
            .. PackageCaches.Of(run, host).Select(cache => cache.Path)];
        return await session.RunAsync(
            new PlanStream().Add('S', "fence", "0", "0"), _ =>
                new PlanStream().Command(plan, run, plan.Environment, "all", readable), cancellationToken);
    }

    private async Task<RunOutcome> RunBareAsync(SandboxRun run, ShadowPlan plan, CancellationToken cancellationToken)
    {
        var record = new RunRecord(Tier, run, time);
        record.Note("Not isolated: the command could read and write whatever you can, and use the network.");
        var start = new ProcessStartInfo(run.Command[0], run.Command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = plan.WorkingDirectory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in plan.Environment)
            start.Environment[name] = value;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (global::System.ComponentModel.Win32Exception missing)
        {
            return new RunOutcome.Refused($"The command could not be started: {missing.Message}.",
                "Check its name and that its program is installed.");
        }

        process.StandardInput.Close();
        using var group = ControlGroup.Make($"tako-{process.Id}", process.Id);
        group.Limit(run.Limits);
        record.Note(group);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.WhenAll(PumpAsync(process.StandardOutput.BaseStream, record.Output),
            PumpAsync(process.StandardError.BaseStream, record.Error));
        var watching = RunWatch.WaitAsync([process.Id], TimeSpan.Zero, run, record, time, ended.Token);
        var exited = process.WaitForExitAsync(ended.Token);
        await Task.WhenAny(exited, watching);
        var stop = watching.IsCompletedSuccessfully ? await watching : null;
        process.Kill(entireProcessTree: true);
        await ended.CancelAsync();
        await process.WaitForExitAsync(CancellationToken.None);
        // A survivor that left the tree may hold the streams open; it is not waited for.
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None));
        cancellationToken.ThrowIfCancellationRequested();
        var report = record.Report(process.ExitCode);
        return stop switch
        {
            Stop.Time => new RunOutcome.TimedOut(report),
            Stop.Usage usage => record.Killed(report, usage.Reason),
            _ when group.KilledForMemory && report.ExitCode != 0 => record.Killed(report, "it needed more memory than it may use"),
            _ => new RunOutcome.Exited(report),
        };
    }

    private static async Task PumpAsync(Stream from, Action<ReadOnlyMemory<byte>> to)
    {
        var buffer = new byte[1 << 16];
        while (await from.ReadAsync(buffer) is var count and > 0)
            to(buffer.AsMemory(0, count));
    }
}
