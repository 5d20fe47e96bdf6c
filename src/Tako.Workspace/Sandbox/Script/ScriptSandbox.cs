using System.Globalization;
using Tako.Workspace.Sandbox.Caches;
using Tako.Workspace.Sandbox.Warm;
using Tako.Workspace.Sandbox.Feeds;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox.Script;

/// <summary>The same shadow without native code: util-linux and a fixed script.</summary>
internal sealed class ScriptSandbox(HostView host, TimeProvider time) : ISandbox
{
    private readonly ScriptKeepers _keepers = ScriptKeepers.Of(host, time);

    public IsolationTier Tier => IsolationTier.L2;

    /// <summary>The mount points' paths appear in mount options, where some characters have a meaning.</summary>
    public static bool CanName(HostView host) =>
        host.StateFolder.All(letter => char.IsAsciiLetterOrDigit(letter)
            || "/._-".Contains(letter, StringComparison.Ordinal));

    public ValueTask<WarmOutcome> OpenAsync(WarmLimbOptions options, CancellationToken cancellationToken) =>
        new WarmSource(Tier, time, OpenShadowAsync).LimbAsync(options, cancellationToken);

    private async Task<(ILiveShadow?, RunOutcome.Refused?)> OpenShadowAsync(WarmLimbOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var run = WarmSource.Opening(options);
        if (RunCheck.Refuse(host, run, MountTable.Read()) is { } refused)
            return (null, refused);
        var plan = ShadowPlanner.Plan(host, run);
        CacheFolders.Prepare(plan, host);
        return await ScriptLiveShadow.OpenAsync(plan, host, run, time);
    }

    public async ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        var mounts = MountTable.Read();
        if (RunCheck.Refuse(host, run, mounts) is { } refused)
            return refused;
        var plan = ShadowPlanner.Plan(host, run);
        CacheFolders.Prepare(plan, host);
        // The shell is started with the command's variables, so they belong to what must be equal.
        var ground = Ground.Of(plan, mounts, PlanStream.Ground(plan, host, run.Limits.ScratchBytes).Add('e',
            [.. plan.Environment.Select(variable => $"{variable.Key}={variable.Value}")]).Bytes);
        try
        {
            var prepared = _keepers.Take(ground);
            var keeper = prepared ?? ScriptKeeper.Start(plan, host, run.Limits.ScratchBytes, time);
            using var session = new ScriptSession(keeper, plan, host, run, time);
            var outcome = await session.RunAsync(prepared is null, cancellationToken);
            // Something it was prepared from may have gone in the meantime.
            if (prepared is null || !session.FailedBefore)
                return outcome;
        }
        finally
        {
            if (run.WriteCache)
                CacheFolders.Prune(run, plan);
            _keepers.Renew(ground, plan, run.Limits.ScratchBytes);
        }

        using var again = new ScriptSession(ScriptKeeper.Start(plan, host, run.Limits.ScratchBytes, time), plan, host, run, time);
        return await again.RunAsync(fresh: true, cancellationToken);
    }
}
