namespace Tako.Workspace.Sandbox.Warm;

/// <summary>How a tier opens a shadow that lives on.</summary>
internal sealed record WarmSource(
    IsolationTier Tier, TimeProvider Time,
    Func<WarmLimbOptions, CancellationToken, Task<(ILiveShadow? Shadow, RunOutcome.Refused? Refused)>> OpenAsync)
{
    public async ValueTask<WarmOutcome> LimbAsync(WarmLimbOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Before the mount: what changes in between is then seen by the first run.
        var stamp = Directory.Exists(options.Root)
            ? await DiskStamp.OfAsync(HostView.RealPath(Path.GetFullPath(options.Root)), Time, cancellationToken) : default;
        return await OpenAsync(options, cancellationToken) switch
        {
            ({ } shadow, _) => new WarmOutcome.Opened(new WarmLimb(this, options, shadow, stamp)),
            (_, var refused) => new WarmOutcome.Refused(refused!.Why, refused.WayOut),
        };
    }

    /// <summary>The run that stands for all that will come when the shadow is planned.</summary>
    public static SandboxRun Opening(WarmLimbOptions options) => new()
    {
        Root = options.Root,
        Command = ["true"],
        CacheLayer = options.CacheLayer,
        Readable = options.Readable,
        Limits = new SandboxLimits { ScratchBytes = options.ScratchBytes },
    };
}
