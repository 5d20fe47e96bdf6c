namespace Tako.Server.Gateway;

/// <summary>A version of the set-up with the calls that run on it.</summary>
internal sealed class GatewaySnapshot(GatewaySetup setup, int version)
{
    // One user more than there are calls, until another version takes over.
    private int _users = 1;

    public GatewaySetup Setup => setup;

    public int Version => version;

    public ModelListing Listing { get; } = new(setup.Models);

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
