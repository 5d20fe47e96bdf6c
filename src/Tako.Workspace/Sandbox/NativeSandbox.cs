using Tako.Workspace.Sandbox.Caches;
using Tako.Workspace.Sandbox.Live;
using Tako.Workspace.Sandbox.Warm;

namespace Tako.Workspace.Sandbox;

/// <summary>The strongest tier: everything through the native helper.</summary>
internal sealed class NativeSandbox(string helper, HostView host, TimeProvider time) : ISandbox
{
    public IsolationTier Tier => IsolationTier.L1;

    public async ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        var mounts = MountTable.Read();
        if (RunCheck.Refuse(host, run, mounts) is { } refused)
            return refused;
        var plan = ShadowPlanner.Plan(host, run);
        CacheFolders.Prepare(plan, host);
        var ground = Ground.Of(plan, mounts, PlanStream.Ground(plan, host, run.Limits.ScratchBytes).Bytes);
        var outcome = await RunAsync(run, plan, ground, cancellationToken);
        if (run.WriteCache)
            CacheFolders.Prune(run, plan);
        return outcome;
    }

    public ValueTask<WarmOutcome> OpenAsync(WarmLimbOptions options, CancellationToken cancellationToken) =>
        new WarmSource(Tier, time, OpenShadowAsync).LimbAsync(options, cancellationToken);

    private async Task<(ILiveShadow?, RunOutcome.Refused?)> OpenShadowAsync(WarmLimbOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var run = WarmSource.Opening(options);
        var mounts = MountTable.Read();
        if (RunCheck.Refuse(host, run, mounts) is { } refused)
            return (null, refused);
        var plan = ShadowPlanner.Plan(host, run);
        CacheFolders.Prepare(plan, host);
        var ground = Ground.Of(plan, mounts, PlanStream.Ground(plan, host, options.ScratchBytes).Bytes);
        var keeper = Keepers.Of(helper).Take(ground);
        return await NativeLiveShadow.OpenAsync(keeper, keeper.TakeGround(ground) ? null : ground, plan, host, run.Limits, time);
    }

    private async Task<RunOutcome> RunAsync(SandboxRun run, ShadowPlan plan, Ground ground, CancellationToken cancellationToken)
    {
        var keepers = Keepers.Of(helper);
        var keeper = keepers.Take(ground);
        var prepared = keeper.TakeGround(ground);
        LiveFolder? upper = null;
        await using var session = new HelperSession(keeper, Tier, run, time)
        {
            OnShown = !run.Harvest || run.WriteCache ? null : process =>
            {
                upper = LiveFolder.Open(process, Path.Join(host.Scratch, "upper"));
                return new PlanStream().Add('g').Add('P', host.Tree);
            },
        };
        RunOutcome outcome;
        try
        {
            outcome = await session.RunAsync(
                PlanStream.Own(plan, host, prepared ? null : ground, shown: session.OnShown is not null),
                port => new PlanStream().Command(plan, run, port is null ? plan.Environment
                    : plan.Environment.Concat(SandboxEnvironment.Proxy(port.Value)), "write", []),
                cancellationToken);
            if (run.Harvest && outcome is RunOutcome.Exited { Report: var report })
                outcome = new RunOutcome.Exited(report with
                {
                    Written = upper is null ? Harvest.IntoLayer : new Harvest(upper, plan.Root, plan.Writes, plan.Deletes).Read(),
                });
        }
        finally
        {
            upper?.Dispose();
            GiveBack(keepers, keeper, session, ground);
        }

        // Something it was prepared from may have gone in the meantime.
        return prepared && session.FailedBefore ? await RunAsync(run, plan, ground, cancellationToken) : outcome;
    }

    /// <summary>The namespaces are taken down while the caller already reads the report.</summary>
    private static void GiveBack(Keepers keepers, Keeper keeper, HelperSession session, Ground ground)
    {
        _ = session.Ended.ContinueWith(_ =>
        {
            if (session.IsOver)
                keepers.Return(keeper, ground);
            else
                keeper.Dispose();
        }, TaskScheduler.Default);
    }
}
