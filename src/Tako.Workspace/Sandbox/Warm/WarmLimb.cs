namespace Tako.Workspace.Sandbox.Warm;

/// <summary>
/// A shadow that lives over several runs and keeps build servers warm inside. One run at a time; all processes are gone
/// when it is disposed of, or when Tako ends in any way.
/// </summary>
public sealed class WarmLimb : IAsyncDisposable
{
    private readonly ILiveShadow _shadow;

    internal WarmLimb(IsolationTier tier, ILiveShadow shadow) => (Tier, _shadow) = (tier, shadow);

    public IsolationTier Tier { get; }

    /// <summary>
    /// Brings the shadow to the disk plus <see cref="SandboxRun.Staged"/> and runs the command. What earlier runs wrote in build
    /// folders is still there, everything else is as in a new shadow.
    /// </summary>
    public async ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken) =>
        await _shadow.RunAsync(run, cancellationToken);

    /// <summary>What the last run wrote in the repository; ask before the next run puts it back.</summary>
    public async ValueTask<HarvestOutcome> HarvestAsync(CancellationToken cancellationToken) =>
        await _shadow.HarvestAsync(cancellationToken);

    public ValueTask DisposeAsync() => _shadow.DisposeAsync();
}
