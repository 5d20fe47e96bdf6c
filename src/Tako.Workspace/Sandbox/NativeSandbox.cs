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
        await using var session = HelperSession.Start(helper, Tier, run, time);
        var outcome = await session.RunAsync(
            PlanStream.Shadow(plan, host, run.Limits),
            port => new PlanStream().Command(plan, run, port is null ? plan.Environment
                : plan.Environment.Concat(SandboxEnvironment.Proxy(port.Value)), "write", []),
            cancellationToken);
        if (run.WriteCache)
            CacheFolders.Prune(run, plan);
        return outcome;
    }
}
