namespace Tako.Core.Ledger;

/// <summary>An event as a writer hands it in; the ledger adds sequence, time and hashes.</summary>
public sealed record NewEvent
{
    /// <summary>Dotted lower-case name, such as <c>step.completed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Schema version of <see cref="Body"/>, from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>UTF-8 JSON object of at most <see cref="LedgerLimits.EventBytes"/>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Who caused it: <c>brain</c>, <c>arm/coder</c>, <c>gate</c>, <c>user</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>Sequence of the event in the same stream that led to this one.</summary>
    public long? Cause { get; init; }

    public IReadOnlyList<BlobRef> Blobs { get; init; } = [];
}
