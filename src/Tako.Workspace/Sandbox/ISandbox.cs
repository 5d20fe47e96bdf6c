using Tako.Workspace.Sandbox.Warm;

namespace Tako.Workspace.Sandbox;

/// <summary>Runs commands in the shadow of a repository. Safe to use from several threads; every run stands alone.</summary>
public interface ISandbox
{
    IsolationTier Tier { get; }

    /// <summary>Runs the command to its end and leaves no process of it behind, whatever the outcome.</summary>
    ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken);

    /// <summary>Opens a shadow that lives over several runs; tiers that only copy answer that they cannot.</summary>
    ValueTask<WarmOutcome> OpenAsync(WarmLimbOptions options, CancellationToken cancellationToken) =>
        new(new WarmOutcome.OneShotOnly($"Tier {Tier} copies the repository for each run and keeps nothing alive between two."));
}
