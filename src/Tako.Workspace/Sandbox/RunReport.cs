using Tako.Workspace.Sandbox.Warm;

namespace Tako.Workspace.Sandbox;

/// <summary>What a sandboxed command did.</summary>
public sealed record RunReport
{
    /// <summary>The command's exit code; 128 plus the signal's number when a signal ended it.</summary>
    public required int ExitCode { get; init; }

    public required string StandardOutput { get; init; }

    public required string StandardError { get; init; }

    /// <summary>Bytes the command wrote to both streams, kept or not.</summary>
    public required long OutputBytes { get; init; }

    /// <summary>The middle of a stream was left out.</summary>
    public required bool Truncated { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>
    /// Of a run that was stopped for what it used up: how long it went on at most after it had crossed the limit, until all
    /// of it was gone. Null of any other.
    /// </summary>
    public TimeSpan? Overrun { get; init; }

    /// <summary>How it was isolated.</summary>
    public required IsolationTier Tier { get; init; }

    /// <summary>Hosts the command asked Tako's proxy for and was refused.</summary>
    public IReadOnlyList<string> DeniedHosts { get; init; } = [];

    /// <summary>Hosts the command reached through Tako's proxy.</summary>
    public IReadOnlyList<string> ReachedHosts { get; init; } = [];

    /// <summary>What was weaker than asked for, such as a limit this machine cannot enforce.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the command wrote in the repository; null unless <see cref="SandboxRun.Harvest"/> was asked for.</summary>
    public HarvestOutcome? Written { get; init; }
}
