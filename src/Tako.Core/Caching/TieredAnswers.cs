using Tako.Core.Identity;

namespace Tako.Core.Caching;

/// <summary>A small quick store before a large slow one: what is found behind is kept in front as well.</summary>
public sealed class TieredAnswers(IAnswerStore front, IAnswerStore back) : IAnswerStore
{
    public ValueTask<StoredAnswer?> FindAsync(Tenant tenant, AnswerKey key,
        CancellationToken cancellationToken = default)
    {
        var near = front.FindAsync(tenant, key, cancellationToken);
        if (!near.IsCompletedSuccessfully)
            return FromBothAsync(near);
        return near.Result is { } answer ? new(answer) : BehindAsync();

        async ValueTask<StoredAnswer?> FromBothAsync(ValueTask<StoredAnswer?> first) =>
            await first ?? await BehindAsync();

        async ValueTask<StoredAnswer?> BehindAsync()
        {
            if (await back.FindAsync(tenant, key, cancellationToken) is not { } far)
                return null;
            await front.PutAsync(tenant, key, far, cancellationToken);
            return far;
        }
    }

    public async ValueTask PutAsync(Tenant tenant, AnswerKey key, StoredAnswer answer,
        CancellationToken cancellationToken = default)
    {
        await front.PutAsync(tenant, key, answer, cancellationToken);
        await back.PutAsync(tenant, key, answer, cancellationToken);
    }

    public async ValueTask<bool> RemoveAsync(Tenant tenant, AnswerKey key,
        CancellationToken cancellationToken = default)
    {
        // Behind first: in the other order a reader in between would bring it back to the front.
        var behind = await back.RemoveAsync(tenant, key, cancellationToken);
        return await front.RemoveAsync(tenant, key, cancellationToken) || behind;
    }

    public async ValueTask<long> EraseAsync(Tenant tenant, CancellationToken cancellationToken = default)
    {
        var behind = await back.EraseAsync(tenant, cancellationToken);
        return Math.Max(behind, await front.EraseAsync(tenant, cancellationToken));
    }

    public async ValueTask<long> SweepAsync(CancellationToken cancellationToken = default)
    {
        var behind = await back.SweepAsync(cancellationToken);
        return Math.Max(behind, await front.SweepAsync(cancellationToken));
    }

    public async ValueTask SettleAsync(CancellationToken cancellationToken = default)
    {
        await front.SettleAsync(cancellationToken);
        await back.SettleAsync(cancellationToken);
    }

    /// <summary>What the large store holds, which is nearly all that the small one does.</summary>
    public ValueTask<AnswerStoreSize> SizeAsync(CancellationToken cancellationToken = default) =>
        back.SizeAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await back.DisposeAsync();
    }
}
