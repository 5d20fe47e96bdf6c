using System.Collections.Concurrent;

namespace Tako.Workspace.Sandbox.Script;

/// <summary>The waiting shells of one state folder. Each serves one run, and then another is made ready.</summary>
internal sealed class ScriptKeepers(HostView host, TimeProvider time)
{
    /// <summary>Waiting shells in all: each is three processes that sleep.</summary>
    private const int MaxWaiting = 2;

    private static readonly ConcurrentDictionary<HostView, ScriptKeepers> All = new();

    private readonly Spares<ScriptKeeper> _spares = new(MaxWaiting);
    private int _working;

    public static ScriptKeepers Of(HostView host, TimeProvider time) => All.GetOrAdd(host, host => new ScriptKeepers(host, time));

    /// <summary>One whose ground is mounted; null when none is ready.</summary>
    public ScriptKeeper? Take(Ground ground)
    {
        while (_spares.Take(ground.Key) is { } keeper)
        {
            if (!keeper.Process.HasExited)
                return keeper;
            keeper.Dispose();
        }

        return null;
    }

    /// <summary>Makes one ready for the next run over the same ground, while the caller goes on.</summary>
    public void Renew(Ground ground, ShadowPlan plan, long scratchBytes) => _ = Task.Run(async () =>
    {
        if (Interlocked.Increment(ref _working) == 1 && _spares.IsMissing(ground.Key, 1))
        {
            var keeper = ScriptKeeper.Start(plan, host, scratchBytes, time);
            if (await keeper.PrepareAsync(plan))
                _spares.Add(ground.Key, keeper);
            else
                keeper.Dispose();
        }

        Interlocked.Decrement(ref _working);
    });
}
