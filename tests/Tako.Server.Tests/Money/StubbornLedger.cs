using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Server.Tests.Money;

/// <summary>A ledger that refuses to write, or loses its answers, while a test says so.</summary>
internal sealed class StubbornLedger(ILedger inner) : ILedger
{
    /// <summary>Why it does not write; null when it does.</summary>
    public string? Full { get; set; }

    /// <summary>The next append is made, and said to have failed.</summary>
    public bool LoseNextAnswer { get; set; }

    /// <summary>Told of every append that was made.</summary>
    public Action<StreamId, IReadOnlyList<NewEvent>>? Appended { get; init; }

    public int Reads { get; private set; }

    public async ValueTask<AppendOutcome> AppendAsync(Tenant tenant, StreamId stream, long expectedSeq, long epoch,
        IReadOnlyList<NewEvent> events, Durability durability, CancellationToken cancellationToken = default)
    {
        if (Full is { } why)
            return new AppendOutcome.Failed(why);
        var outcome = await inner.AppendAsync(tenant, stream, expectedSeq, epoch, events, durability, cancellationToken);
        if (outcome is AppendOutcome.Appended)
            Appended?.Invoke(stream, events);
        if (!LoseNextAnswer)
            return outcome;
        LoseNextAnswer = false;
        return new AppendOutcome.Failed("the answer was lost");
    }

    public IAsyncEnumerable<LedgerEvent> ReadAsync(Tenant tenant, StreamId stream, long fromSeq = 1,
        CancellationToken cancellationToken = default)
    {
        Reads++;
        return inner.ReadAsync(tenant, stream, fromSeq, cancellationToken);
    }

    public IAsyncEnumerable<StreamHead> StreamsAsync(Tenant tenant, string prefix, CancellationToken cancellationToken = default) =>
        inner.StreamsAsync(tenant, prefix, cancellationToken);

    public ValueTask<LeaseOutcome> TakeAsync(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
        IReadOnlyList<NewEvent> first, CancellationToken cancellationToken = default) =>
        inner.TakeAsync(tenant, stream, owner, duration, first, cancellationToken);

    public ValueTask<LeaseOutcome> RenewAsync(Tenant tenant, Lease lease, TimeSpan duration,
        CancellationToken cancellationToken = default) =>
        inner.RenewAsync(tenant, lease, duration, cancellationToken);

    public ValueTask ReleaseAsync(Tenant tenant, Lease lease, CancellationToken cancellationToken = default) =>
        inner.ReleaseAsync(tenant, lease, cancellationToken);

    public ValueTask<Verification> VerifyAsync(Tenant tenant, StreamId? stream = null,
        CancellationToken cancellationToken = default) =>
        inner.VerifyAsync(tenant, stream, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
