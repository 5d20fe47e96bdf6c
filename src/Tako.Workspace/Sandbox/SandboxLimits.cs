namespace Tako.Workspace.Sandbox;

/// <summary>What a sandboxed command may use up before it is stopped.</summary>
public sealed record SandboxLimits
{
    /// <summary>Memory of all processes together.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    /// <summary>Processes and threads at one time.</summary>
    public int Processes { get; init; } = 1024;

    /// <summary>The largest single file.</summary>
    public long FileBytes { get; init; } = 2L << 30;

    /// <summary>Processor time of all processes together.</summary>
    public TimeSpan CpuTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Output kept of each stream: half from its head, half from its tail.</summary>
    public int OutputBytes { get; init; } = 64 << 10;

    /// <summary>All files written to the shadow, /tmp and the home folder together; they live in memory.</summary>
    public long ScratchBytes { get; init; } = 2L << 30;
}
