using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>An event as the ledger holds it.</summary>
public sealed record LedgerEvent
{
    public required Tenant Tenant { get; init; }

    public required StreamId Stream { get; init; }

    /// <summary>Position in the stream, from 1 without gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>Epoch of the lease under which it was written; 0 for streams without a lease.</summary>
    public required long Epoch { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Actor { get; init; }

    public long? Cause { get; init; }

    public required string Type { get; init; }

    public required int Version { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required IReadOnlyList<BlobRef> Blobs { get; init; }

    /// <summary>Hash of this event and of everything before it in the stream, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }
}
