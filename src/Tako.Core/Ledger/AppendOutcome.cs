namespace Tako.Core.Ledger;

/// <summary>What became of an append.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome() { }

    /// <param name="Head">Sequence of the last event written.</param>
    public sealed record Appended(long Head) : AppendOutcome;

    /// <summary>Someone else wrote first, or took the lease: nothing was written.</summary>
    public sealed record Stale(long Head, long Epoch) : AppendOutcome;

    /// <summary>The store could not write (disk full, read-only, corrupt): nothing was written.</summary>
    public sealed record Failed(string Reason) : AppendOutcome;
}
