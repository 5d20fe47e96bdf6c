namespace Tako.Workspace.Sandbox;

/// <summary>The tiers of isolation as they work on this machine, probed once by running a command in each.</summary>
public sealed class SandboxLadder
{
    private readonly IReadOnlyList<ISandbox> _working;

    private SandboxLadder(IReadOnlyList<ISandbox> working, IReadOnlyList<TierReport> reports) =>
        (_working, Reports) = (working, reports);

    /// <summary>One report a tier, the strongest first.</summary>
    public IReadOnlyList<TierReport> Reports { get; }

    public static ValueTask<SandboxLadder> ProbeAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new SandboxLadder([], []));
    }

    /// <summary>The strongest tier that works, or null when none reaches <paramref name="minimum"/>.</summary>
    public ISandbox? Best(IsolationTier minimum) => _working.FirstOrDefault(sandbox => sandbox.Tier <= minimum);
}
