namespace Tako.Core.Ledger;

/// <summary>What became of asking to lead a stream for as long as the work takes.</summary>
public abstract record KeepOutcome
{
    private KeepOutcome() { }

    /// <param name="Keeper">Owned by the caller, who disposes it when the work ends.</param>
    public sealed record Keeping(LeaseKeeper Keeper) : KeepOutcome;

    /// <summary>Another process leads the stream.</summary>
    public sealed record Held(Lease By) : KeepOutcome;

    /// <summary>The ledger cannot be written.</summary>
    public sealed record Failed(string Reason) : KeepOutcome;
}
