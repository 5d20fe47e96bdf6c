namespace Tako.Workspace.Sandbox.Warm;

/// <summary>A mounted shadow that outlives a run: by the native helper or by util-linux.</summary>
internal interface ILiveShadow : IAsyncDisposable
{
    /// <summary>All its processes are there and a run may be started.</summary>
    bool IsAlive { get; }

    /// <summary>Runs a command; after any other end than its own the shadow is no longer alive.</summary>
    Task<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken);

    /// <summary>What the runs wrote in the repository.</summary>
    Task<HarvestOutcome> HarvestAsync(CancellationToken cancellationToken);
}
