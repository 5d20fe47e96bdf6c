using System.Collections.Concurrent;

namespace Tako.Workspace.Sandbox;

/// <summary>The keepers of one helper that wait for their next run, most with its ground mounted; they end with Tako.</summary>
internal sealed class Keepers
{
    /// <summary>Waiting keepers in all: each holds a few processes' worth of kernel memory and no processor time.</summary>
    private const int MaxWaiting = 4;

    /// <summary>Waiting keepers for one ground: one serves while the other is made ready again.</summary>
    private const int PerGround = 2;

    private static readonly ConcurrentDictionary<string, Keepers> All = new(StringComparer.Ordinal);

    private readonly string _helper;
    private readonly List<Keeper> _waiting = [];
    private readonly Lock _one = new();
    private int _working;
    private bool _over;

    private Keepers(string helper)
    {
        _helper = helper;
        // Their input ends with this process in any case; only the control groups would stay behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    public static Keepers Of(string helper) => All.GetOrAdd(helper, static helper => new Keepers(helper));

    /// <summary>One whose ground is mounted if there is one, else a new one; never one that is ready for something else.</summary>
    public Keeper Take(Ground ground)
    {
        while (Find(ground.Key) is { } keeper)
        {
            if (!keeper.Process.HasExited)
                return keeper;
            keeper.Dispose();
        }

        return Keeper.Start(_helper);
    }

    /// <summary>Takes a keeper back behind a run, and makes it and its substitute ready, while the caller goes on.</summary>
    public void Return(Keeper keeper, Ground ground) => _ = Task.Run(async () =>
    {
        await OfferAsync(keeper, ground);
        if (Interlocked.Increment(ref _working) == 1 && IsMissing(ground))
            await OfferAsync(Keeper.Start(_helper), ground);
        Interlocked.Decrement(ref _working);
    });

    private async Task OfferAsync(Keeper keeper, Ground ground)
    {
        Keeper? superfluous = keeper;
        if (await keeper.PrepareAsync(ground))
        {
            lock (_one)
            {
                superfluous = null;
                _waiting.Add(keeper);
                if (_over || _waiting.Count > MaxWaiting)
                {
                    superfluous = _waiting[0];
                    _waiting.RemoveAt(0);
                }
            }
        }

        superfluous?.Dispose();
    }

    private Keeper? Find(string key)
    {
        lock (_one)
        {
            // The one that has waited longest: it is surely ready by now.
            var found = _waiting.Find(keeper => keeper.Ready == key);
            if (found is not null)
                _waiting.Remove(found);
            return found;
        }
    }

    private bool IsMissing(Ground ground)
    {
        lock (_one)
            return !_over && _waiting.Count < MaxWaiting && _waiting.Count(keeper => keeper.Ready == ground.Key) < PerGround;
    }

    private void End()
    {
        lock (_one)
        {
            _over = true;
            foreach (var keeper in _waiting)
                keeper.Dispose();
            _waiting.Clear();
        }
    }
}
