using System.Collections.Concurrent;

namespace Tako.Workspace.Sandbox;

/// <summary>The keepers of one helper that wait for their next run; they end with Tako.</summary>
internal sealed class Keepers
{
    private const int MaxWaiting = 4;
    private static readonly ConcurrentDictionary<string, Keepers> All = new(StringComparer.Ordinal);

    private readonly string _helper;
    private readonly ConcurrentStack<Keeper> _waiting = new();

    private Keepers(string helper)
    {
        _helper = helper;
        // Their input ends with this process in any case; only the control groups would stay behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    public static Keepers Of(string helper) => All.GetOrAdd(helper, static helper => new Keepers(helper));

    public Keeper Take()
    {
        while (_waiting.TryPop(out var keeper))
        {
            if (!keeper.Process.HasExited)
                return keeper;
            keeper.Dispose();
        }

        return Keeper.Start(_helper);
    }

    public void Return(Keeper keeper)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            keeper.Dispose();
            return;
        }

        keeper.Rest();
        _waiting.Push(keeper);
    }

    private void End()
    {
        while (_waiting.TryPop(out var keeper))
            keeper.Dispose();
    }
}
