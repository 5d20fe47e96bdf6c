namespace Tako.Core.Ledger;

/// <summary>When an append may be answered.</summary>
public enum Durability
{
    /// <summary>After the events are on stable storage (fsync). Survives power loss.</summary>
    Durable,

    /// <summary>
    /// After the events are in the file's write-ahead log. Survives a crash of the process, not of the machine.
    /// </summary>
    Relaxed,
}
