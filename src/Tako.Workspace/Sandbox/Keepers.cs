using System.Collections.Concurrent;

namespace Tako.Workspace.Sandbox;

/// <summary>The keepers of one helper that wait for their next run with its ground mounted.</summary>
internal sealed class Keepers(string helper)
{
    /// <summary>Waiting keepers in all: each holds a few processes' worth of kernel memory and no processor time.</summary>
    private const int MaxWaiting = 4;

    /// <summary>Waiting keepers for one ground: one serves while the other is made ready again.</summary>
    private const int PerGround = 2;

    private static readonly ConcurrentDictionary<string, Keepers> All = new(StringComparer.Ordinal);

    private readonly Spares<Keeper> _spares = new(MaxWaiting);
    private int _working;

    public static Keepers Of(string helper) => All.GetOrAdd(helper, static helper => new Keepers(helper));

    /// <summary>One whose ground is mounted if there is one, else a new one.</summary>
    public Keeper Take(Ground ground)
    {
        while (_spares.Take(ground.Key) is { } keeper)
        {
            if (!keeper.Process.HasExited)
                return keeper;
            keeper.Dispose();
        }

        return Keeper.Start(helper);
    }

    /// <summary>Takes a keeper back behind a run, and makes it and its substitute ready, while the caller goes on.</summary>
    public void Return(Keeper keeper, Ground ground) => _ = Task.Run(async () =>
    {
        await OfferAsync(keeper, ground);
        if (Interlocked.Increment(ref _working) == 1 && _spares.IsMissing(ground.Key, PerGround))
            await OfferAsync(Keeper.Start(helper), ground);
        Interlocked.Decrement(ref _working);
    });

    private async Task OfferAsync(Keeper keeper, Ground ground)
    {
        if (await keeper.PrepareAsync(ground))
            _spares.Add(ground.Key, keeper);
        else
            keeper.Dispose();
    }
}
