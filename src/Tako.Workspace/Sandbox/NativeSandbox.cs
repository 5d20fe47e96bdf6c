using Tako.Workspace.Sandbox.Caches;

namespace Tako.Workspace.Sandbox;

/// <summary>The strongest tier: everything through the native helper.</summary>
internal sealed class NativeSandbox(string helper, HostView host, TimeProvider time) : ISandbox
{
    public IsolationTier Tier => IsolationTier.L1;

    public async ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        if (RunCheck.Refuse(host, run) is { } refused)
            return refused;
        var plan = ShadowPlanner.Plan(host, run);
        CacheFolders.Prepare(plan, host);
        var outcome = await RunAsync(run, plan, cancellationToken);
        if (run.WriteCache)
            CacheFolders.Prune(run, plan);
        return outcome;
    }

    private async Task<RunOutcome> RunAsync(SandboxRun run, ShadowPlan plan, CancellationToken cancellationToken)
    {
        var keepers = Keepers.Of(helper);
        var keeper = keepers.Take();
        await using var session = new HelperSession(keeper, Tier, run, time);
        try
        {
            return await session.RunAsync(
                PlanStream.Shadow(plan, host, run.Limits),
                port => new PlanStream().Command(plan, run, port is null ? plan.Environment
                    : plan.Environment.Concat(SandboxEnvironment.Proxy(port.Value)), "write", []),
                cancellationToken);
        }
        finally
        {
            if (session.IsOver)
                keepers.Return(keeper);
            else
                keeper.Dispose();
        }
    }
}
