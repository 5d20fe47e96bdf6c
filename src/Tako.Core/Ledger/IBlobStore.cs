using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>
/// Exact bodies, content-addressed under a keyed hash and encrypted per tenant and, where given, per person.
/// </summary>
public interface IBlobStore
{
    /// <summary>Stores <paramref name="content"/> durably enough for the next durable append that names it.</summary>
    /// <param name="subject">The person whom the content is about; erasing the person destroys its key.</param>
    ValueTask<BlobRef> PutAsync(Tenant tenant, ReadOnlyMemory<byte> content, string? subject = null,
        CancellationToken cancellationToken = default);

    /// <summary>The content, or null when it was erased or never stored.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(Tenant tenant, BlobRef blob,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Destroys the key of a tenant or of one person, so that the content is gone for ever. Returns how many blobs
    /// became unreadable.
    /// </summary>
    ValueTask<long> EraseAsync(Tenant tenant, string? subject = null, CancellationToken cancellationToken = default);
}
