using System.Globalization;
using System.Net.Sockets;
using Tako.Workspace.Sandbox.Feeds;
using Tako.Workspace.Sandbox.Live;
using Tako.Workspace.Sandbox.Warm;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox.Script;

/// <summary>One run in a waiting shell: its own part of the shadow is mounted, checked from outside, and the command started.</summary>
internal sealed class ScriptSession(ScriptKeeper keeper, ShadowPlan plan, HostView host, SandboxRun run, TimeProvider time) : IDisposable
{
    private const int FileBlock = 512;
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);

    private readonly RunRecord _record = new(IsolationTier.L2, run, time);
    private readonly string _cache = run is { WriteCache: true, CacheLayer: { } layer } ? HostView.RealPath(Path.GetFullPath(layer)) : "";
    private FeedProxy? _proxy;
    private string? _failure;
    private int _port;

    /// <summary>The command never started.</summary>
    public bool FailedBefore { get; private set; }

    public async Task<RunOutcome> RunAsync(bool fresh, CancellationToken cancellationToken)
    {
        keeper.Group.Limit(run.Limits);
        _record.Note(keeper.Group);
        _record.Note("Tier L2 has no system call filter and no Landlock.");
        if (!host.IsRoot)
            _record.Note("The command sees itself as user 0, without any of root's rights.");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = PumpAsync(keeper.Process.StandardOutput.BaseStream, _record.Output);
        var error = PumpAsync(keeper.Process.StandardError.BaseStream, _record.Error);
        var working = WorkAsync(fresh);
        var watching = RunWatch.WaitAsync([keeper.Process.Id], TimeSpan.Zero, run, _record, time, ended.Token);
        await Task.WhenAny(working, watching);
        var stop = watching.IsCompletedSuccessfully ? await watching : null;
        // unshare --kill-child takes the first process inside with it, and the kernel the rest.
        if (!working.IsCompleted)
            keeper.Process.Kill();
        await ended.CancelAsync();
        await working;
        if (_failure is not null && !keeper.Process.HasExited)
            keeper.Process.Kill();
        await Task.WhenAll(output, error);
        await keeper.Process.WaitForExitAsync(CancellationToken.None);
        var report = Outcome(stop);
        if (run.Harvest && report is RunOutcome.Exited exited)
            report = new RunOutcome.Exited(exited.Report with { Written = Harvested() });
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return report;
    }

    /// <summary>Mounts the shadow and leaves it open for commands that are brought in; null when that worked.</summary>
    public async Task<RunOutcome.Refused?> OpenAsync(bool fresh)
    {
        keeper.Group.Limit(run.Limits);
        try
        {
            if ((!fresh || await keeper.PrepareAsync(plan)) && await MountAsync(warm: true))
                return null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            _failure = wrong.Message;
        }

        return (RunOutcome.Refused)Outcome(null);
    }

    public void Dispose() => keeper.Dispose();

    private async Task WorkAsync(bool fresh)
    {
        try
        {
            if ((fresh && !await keeper.PrepareAsync(plan)) || !await MountAsync(warm: false))
                return;
            await keeper.OrderAsync(
                string.Concat((_proxy is null ? [] : SandboxEnvironment.Proxy(_port)).Select(variable =>
                    $"export {variable.Key}; {ShellWords.Set(variable.Key, variable.Value)}"))
                + ShellWords.Set("CWD", plan.WorkingDirectory)
                + ShellWords.Set("CPU", Text(PlanStream.CpuSeconds(run.Limits)))
                + ShellWords.Set("FSIZE", Text(run.Limits.FileBytes / FileBlock))
                + ShellWords.Set("NPROC", Text(run.Limits.Processes))
                + ShellWords.Command(run.Command));
            await keeper.LineAsync("exit", Forever);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            // The script stopped at a step, which its report names, or the shadow could not be written.
            _failure = wrong.Message;
        }
    }

    private HarvestOutcome Harvested()
    {
        if (run.WriteCache)
            return Harvest.IntoLayer;
        using var upper = keeper.Scratch.Below("upper");
        return new Harvest(upper, plan.Root, plan.Writes, plan.Deletes).Read();
    }

    /// <summary>Mounts what belongs to this run and writes the staged files. False when a step failed.</summary>
    private async Task<bool> MountAsync(bool warm)
    {
        new ScriptParts(plan, host, _cache, ScriptParts.OldRoot, "").Write(keeper.Scratch, plan.Own, "own");
        await keeper.OrderAsync(ShellWords.Set("CACHE", _cache)
            + ShellWords.Set("FEEDS", run.Network is NetworkAccess.Feeds ? "1" : "") + ShellWords.Set("WARM", warm ? "1" : ""));
        if (run.Network is NetworkAccess.Feeds feeds && !await ListenAsync(feeds))
            return false;
        if (!await keeper.SaidAsync("mounted"))
            return false;
        // A mount that stayed writable would be a hole, so nothing runs.
        var mounts = new MountTable(await File.ReadAllTextAsync($"/proc/{keeper.Inside}/mountinfo"));
        if (mounts.Writable() is { Count: > 0 } open)
            throw new IOException($"read-only: {string.Join(' ', open)}");
        if (warm || plan.Deletes.Count + plan.Writes.Count == 0)
            return true;
        using var root = LiveFolder.Open(keeper.Inside, plan.Root);
        foreach (var path in plan.Deletes)
            root.Delete(path);
        foreach (var write in plan.Writes)
            root.Write(write.Path, write.Content, write.Mode, plan.User, plan.Group);
        return true;
    }

    private async Task<bool> ListenAsync(NetworkAccess.Feeds feeds)
    {
        if (await keeper.LineAsync("listening", TimeSpan.FromSeconds(20)) is not { } line)
            return false;
        var words = line.Split(' ');
        var number = int.Parse(words[1], CultureInfo.InvariantCulture);
        _port = int.Parse(words[2], CultureInfo.InvariantCulture);
        var holder = ProcessTree.Descendants(keeper.Inside) is [var first, ..] ? first : keeper.Inside;
        var taken = NativeCalls.TakeDescriptor(holder, number);
        if (taken < 0)
            throw new IOException("take over the proxy's socket: the kernel refused (a tracing policy, or older than 5.6)");
        _proxy = new FeedProxy(new Socket(new SafeSocketHandle(taken, ownsHandle: true)), feeds.Hosts);
        _proxy.Start();
        await keeper.OrderAsync("");
        return true;
    }

    internal static async Task PumpAsync(Stream from, Action<ReadOnlyMemory<byte>> to)
    {
        var buffer = new byte[1 << 16];
        while (await from.ReadAsync(buffer) is var count and > 0)
            to(buffer.AsMemory(0, count));
    }

    private RunOutcome Outcome(Stop? stop)
    {
        var lines = keeper.Lines;
        var exit = lines.FirstOrDefault(line => line.StartsWith("exit ", StringComparison.Ordinal));
        var code = exit is null ? 137 : int.Parse(exit.AsSpan(5), CultureInfo.InvariantCulture);
        var report = _record.Report(code, _proxy);
        if (!lines.Contains("running") && stop is null)
        {
            FailedBefore = true;
            var step = lines.LastOrDefault(line => line.StartsWith("failed ", StringComparison.Ordinal))
                ?? (_failure is null ? "failed before the first step" : $"failed {_failure}");
            string[] words = ["ready", "scratch", "ground", "mounted", "gone"];
            var detail = string.Join(
                ' ', lines.Where(line => !words.Contains(line) && !line.StartsWith("failed ", StringComparison.Ordinal))
                    .Append(report.StandardError).Select(line => line.Trim()));
            return new RunOutcome.Refused($"The sandbox could not be set up: {step} {detail}".TrimEnd() + ".",
                Mending.OfStep(IsolationTier.L2, $"{step} {detail}"));
        }

        return stop switch
        {
            Stop.Time => new RunOutcome.TimedOut(report),
            Stop.Usage usage => _record.Killed(report, usage.Reason),
            _ when keeper.Group.KilledForMemory && code != 0 =>
                _record.Killed(report, $"it needed more than the {run.Limits.MemoryBytes >> 20} MB of memory it may use"),
            _ when exit is null => new RunOutcome.Killed(report, "the sandbox ended before the command did"),
            _ when code == 127 && report.StandardError.Contains($"failed to execute {run.Command[0]}", StringComparison.Ordinal) =>
                new RunOutcome.Refused($"The command could not be started: {report.StandardError.Trim()}.",
                    "Check its name and that its program is installed."),
            _ => new RunOutcome.Exited(report),
        };
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
