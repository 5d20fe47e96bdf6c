using System.Collections.Frozen;
using Tako.Models.Calls;
using Tako.Reflexes.Secrets;
using Tako.Server.Reflexes;

namespace Tako.Server.Gateway;

/// <summary>A version of the set-up with the calls that run on it.</summary>
internal sealed class GatewaySnapshot(GatewaySetup setup, ICallRoute route, int version)
{
    private readonly FrozenDictionary<string, ListedModel> _models =
        setup.Models.DistinctBy(model => model.Name).ToFrozenDictionary(model => model.Name, StringComparer.Ordinal);

    // One user more than there are calls, until another version takes over.
    private int _users = 1;

    public GatewaySetup Setup => setup;

    /// <summary>Answers the calls, from the cache where it can.</summary>
    public ICallRoute Route => route;

    public int Version => version;

    public ModelListing Listing { get; } = new(setup.Models);

    /// <summary>Looks at requests before the route does.</summary>
    public RequestReflexes Reflexes { get; } = new(new SecretScanner(setup.KnownSecrets),
        new RequestReflexOptions { Secrets = setup.Config.Secrets });

    /// <summary>The model of that name; null when clients cannot name it.</summary>
    public ListedModel? Find(string name) => _models.GetValueOrDefault(name);

    /// <summary>False when this version was just let go of: take the newer one.</summary>
    public bool TryEnter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return true;
            users = seen;
        }

        return false;
    }

    /// <summary>A call has ended, or a newer version has taken over.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            setup.Owned?.Dispose();
    }
}
