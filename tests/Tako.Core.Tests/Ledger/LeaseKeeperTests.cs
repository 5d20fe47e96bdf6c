using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Testing.Ledgers;

namespace Tako.Core.Tests.Ledger;

public sealed class LeaseKeeperTests
{
    private static readonly StreamId _stream = new("task/t-1");
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_store_that_fails_for_a_while_costs_nothing_and_past_the_end_costs_the_lease()
    {
        var clock = new LedgerClock();
        var store = new FailingRenewals(new MemoryLedger(clock));
        var outcome = await LeaseKeeper.TakeAsync(store, Tenant.Local, _stream, "a", _duration, [], clock);
        await using var keeper = outcome.ShouldBeOfType<KeepOutcome.Keeping>().Keeper;

        for (var beat = 1; beat <= 3; beat++)
        {
            keeper.Lost.IsCancellationRequested.ShouldBeFalse();
            clock.Advance(_duration / 3);
            await TurnsUntilAsync(() => store.Asked >= beat);
        }

        await TurnsUntilAsync(() => keeper.Lost.IsCancellationRequested);
        keeper.LostBecause.ShouldNotBeNull().ShouldContain("The disk is full");
    }

    [Fact]
    public async Task A_lease_that_another_holds_is_told_with_its_holder()
    {
        var clock = new LedgerClock();
        var ledger = new MemoryLedger(clock);
        await ledger.TakeAsync(Tenant.Local, _stream, "a", _duration, []);
        var outcome = await LeaseKeeper.TakeAsync(ledger, Tenant.Local, _stream, "b", _duration, [], clock);
        outcome.ShouldBeOfType<KeepOutcome.Held>().By.Owner.ShouldBe("a");
    }

    [Fact]
    public async Task Disposing_twice_gives_back_once()
    {
        var clock = new LedgerClock();
        var ledger = new MemoryLedger(clock);
        var keeper = (await LeaseKeeper.TakeAsync(ledger, Tenant.Local, _stream, "a", _duration, [], clock))
            .ShouldBeOfType<KeepOutcome.Keeping>().Keeper;
        await keeper.DisposeAsync();
        await keeper.DisposeAsync();
        keeper.Lost.IsCancellationRequested.ShouldBeFalse();
        (await ledger.TakeAsync(Tenant.Local, _stream, "b", _duration, [])).ShouldBeOfType<LeaseOutcome.Taken>();
    }

    private static async Task TurnsUntilAsync(Func<bool> done)
    {
        for (var turn = 0; !done() && turn < 5_000_000; turn++)
            await Task.Yield();
        done().ShouldBeTrue();
    }

    private sealed class FailingRenewals(ILedger inner) : ILedger
    {
        public int Asked { get; private set; }

        public ValueTask<AppendOutcome> AppendAsync(Tenant tenant, StreamId stream, long expectedSeq, long epoch,
            IReadOnlyList<NewEvent> events, Durability durability, CancellationToken cancellationToken = default) =>
            inner.AppendAsync(tenant, stream, expectedSeq, epoch, events, durability, cancellationToken);

        public IAsyncEnumerable<LedgerEvent> ReadAsync(Tenant tenant, StreamId stream, long fromSeq = 1,
            CancellationToken cancellationToken = default) =>
            inner.ReadAsync(tenant, stream, fromSeq, cancellationToken);

        public IAsyncEnumerable<StreamHead> StreamsAsync(Tenant tenant, string prefix,
            CancellationToken cancellationToken = default) =>
            inner.StreamsAsync(tenant, prefix, cancellationToken);

        public ValueTask<LeaseOutcome> TakeAsync(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
            IReadOnlyList<NewEvent> first, CancellationToken cancellationToken = default) =>
            inner.TakeAsync(tenant, stream, owner, duration, first, cancellationToken);

        public ValueTask<LeaseOutcome> RenewAsync(Tenant tenant, Lease lease, TimeSpan duration,
            CancellationToken cancellationToken = default)
        {
            Asked++;
            return new(new LeaseOutcome.Failed("The disk is full."));
        }

        public ValueTask ReleaseAsync(Tenant tenant, Lease lease, CancellationToken cancellationToken = default) =>
            inner.ReleaseAsync(tenant, lease, cancellationToken);

        public ValueTask<Verification> VerifyAsync(Tenant tenant, StreamId? stream = null,
            CancellationToken cancellationToken = default) =>
            inner.VerifyAsync(tenant, stream, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
