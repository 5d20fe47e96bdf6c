using Tako.Core.Faults;

namespace Tako.Server.Keys;

/// <summary>What became of a change to the keys.</summary>
public abstract record KeyOutcome
{
    private KeyOutcome() { }

    /// <param name="Secret">The key itself; exists only now, and is shown once.</param>
    public sealed record Created(VirtualKey Key, string Secret) : KeyOutcome;

    public sealed record Changed(VirtualKey Key) : KeyOutcome;

    /// <summary>A team was set or removed.</summary>
    public sealed record TeamChanged(TeamSettings Team) : KeyOutcome;

    /// <summary>There is no such key or team.</summary>
    public sealed record Unknown(string Message) : KeyOutcome;

    public sealed record Faulty(IReadOnlyList<Fault> Faults) : KeyOutcome;
}
