using Tako.Workspace.Sandbox.Feeds;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox;

/// <summary>Collects what a run prints and takes until it is a report.</summary>
internal sealed class RunRecord(IsolationTier tier, SandboxRun run, TimeProvider time)
{
    public IsolationTier Tier => tier;

    private readonly OutputCapture _output = new(run.Limits.OutputBytes);
    private readonly OutputCapture _error = new(run.Limits.OutputBytes);
    private readonly List<string> _notes = [];
    private readonly Lock _one = new();
    private readonly long _started = time.GetTimestamp();
    private long _within = time.GetTimestamp();

    public void Output(ReadOnlyMemory<byte> bytes) => Add(_output, bytes);

    public void Error(ReadOnlyMemory<byte> bytes) => Add(_error, bytes);

    public void Note(string note) => _notes.Add(note);

    /// <summary>Says which limits only the poller holds.</summary>
    public void Note(ControlGroup group)
    {
        if (!group.LimitsMemory)
            Note("No cgroup for memory may be made here: memory is checked several times a second from outside.");
        if (!group.LimitsProcesses)
            Note("No cgroup for processes may be made here: their number is limited per user and checked from outside.");
    }

    /// <summary>At this moment a look found the run within its limits.</summary>
    public void WasWithinLimits(long moment) => Volatile.Write(ref _within, moment);

    /// <summary>The run took too much and all of it is gone: it cannot have lasted longer than since the last good look.</summary>
    public RunOutcome.Killed Killed(RunReport report, string reason) =>
        new(report with { Overrun = time.GetElapsedTime(Volatile.Read(ref _within)) }, reason);

    public RunReport Report(int exitCode, FeedProxy? proxy = null) => new()
    {
        ExitCode = exitCode,
        StandardOutput = _output.Text(),
        StandardError = _error.Text(),
        OutputBytes = _output.Bytes + _error.Bytes,
        Truncated = _output.Truncated || _error.Truncated,
        Duration = time.GetElapsedTime(_started),
        Tier = tier,
        DeniedHosts = proxy?.Denied ?? [],
        ReachedHosts = proxy?.Reached ?? [],
        Notes = [.. _notes],
    };

    private void Add(OutputCapture capture, ReadOnlyMemory<byte> bytes)
    {
        lock (_one)
        {
            capture.Add(bytes.Span);
            run.OnOutput?.Invoke(bytes);
        }
    }
}
