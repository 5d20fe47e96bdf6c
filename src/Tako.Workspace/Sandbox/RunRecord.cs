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
