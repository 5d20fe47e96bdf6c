using System.Collections.Frozen;
using System.Text;
using Tako.Models.Calls;
using Tako.Reflexes.Secrets;
using Tako.Server.Reflexes;

namespace Tako.Server.Gateway;

/// <summary>A version of the set-up with the calls that run on it.</summary>
internal sealed class GatewaySnapshot
{
    private const int LongestKnown = 128;
    private readonly FrozenDictionary<string, ListedModel> _models;
    private readonly FrozenDictionary<string, ListedModel>.AlternateLookup<ReadOnlySpan<char>> _names;

    // One user more than there are calls, until another version takes over.
    private int _users = 1;

    public GatewaySnapshot(GatewaySetup setup, ICallRoute route, int version)
    {
        (Setup, Route, Version) = (setup, route, version);
        _models = setup.Models.DistinctBy(model => model.Name).ToFrozenDictionary(model => model.Name, StringComparer.Ordinal);
        _names = _models.GetAlternateLookup<ReadOnlySpan<char>>();
        Listing = new ModelListing(setup.Models);
        Reflexes = new RequestReflexes(new SecretScanner(setup.KnownSecrets), new RequestReflexOptions { Secrets = setup.Config.Secrets });
    }

    public GatewaySetup Setup { get; }

    /// <summary>Answers the calls, from the cache where it can.</summary>
    public ICallRoute Route { get; }

    public int Version { get; }

    public ModelListing Listing { get; }

    /// <summary>Looks at requests before the route does.</summary>
    public RequestReflexes Reflexes { get; }

    /// <summary>A model's name as a text: the one that is known, where it is known, so that a call makes none.</summary>
    public string Name(ReadOnlySpan<byte> name)
    {
        Span<char> letters = stackalloc char[LongestKnown];
        return Encoding.UTF8.TryGetChars(name, letters, out var length) && _names.TryGetValue(letters[..length], out var known)
            ? known.Name
            : Encoding.UTF8.GetString(name);
    }

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
            Setup.Owned?.Dispose();
    }
}
