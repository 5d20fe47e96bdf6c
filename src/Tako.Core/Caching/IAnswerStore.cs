using Tako.Core.Identity;

namespace Tako.Core.Caching;

/// <summary>
/// Keeps answers for a time and within a size. It may forget any answer at any time, never gives out one that has expired,
/// and never throws for what the world does to it: a store that cannot be read finds nothing. Safe for concurrent use.
/// </summary>
public interface IAnswerStore : IAsyncDisposable
{
    /// <summary>The answer of this tenant under the key, or null.</summary>
    ValueTask<StoredAnswer?> FindAsync(Tenant tenant, AnswerKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps an answer in place of the one there was; one that is too large or has expired is not kept. It may become visible
    /// a little later, and at the latest when <see cref="SettleAsync"/> has ended.
    /// </summary>
    ValueTask PutAsync(Tenant tenant, AnswerKey key, StoredAnswer answer,
        CancellationToken cancellationToken = default);

    /// <summary>Removes an answer; true when there was one.</summary>
    ValueTask<bool> RemoveAsync(Tenant tenant, AnswerKey key, CancellationToken cancellationToken = default);

    /// <summary>Removes every answer of a tenant, and returns how many there were.</summary>
    ValueTask<long> EraseAsync(Tenant tenant, CancellationToken cancellationToken = default);

    /// <summary>Removes what has expired, and returns how many answers that were.</summary>
    ValueTask<long> SweepAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits until every answer that was put before is kept.</summary>
    ValueTask SettleAsync(CancellationToken cancellationToken = default);

    /// <summary>Answers and bytes that are kept now.</summary>
    ValueTask<AnswerStoreSize> SizeAsync(CancellationToken cancellationToken = default);
}

/// <summary>How much a store of answers holds.</summary>
public readonly record struct AnswerStoreSize(long Answers, long Bytes);
