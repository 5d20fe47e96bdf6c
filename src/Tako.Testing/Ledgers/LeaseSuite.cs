using Tako.Core.Identity;
using Tako.Core.Ledger;
using Xunit;
using static Tako.Testing.Ledgers.Events;

namespace Tako.Testing.Ledgers;

/// <summary>
/// What every ledger keeps to about leases: one leader, a growing epoch, and no write from a leader of before.
/// </summary>
public abstract class LeaseSuite<TStore> : StoreSuite<TStore> where TStore : class, ILedger, IBlobStore
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Taking_a_lease_writes_the_first_event_under_the_new_epoch()
    {
        var taken = Assert.IsType<LeaseOutcome.Taken>(await TakeAsync(Store, "a"));

        Assert.Equal((1L, 1L, Clock.GetUtcNow() + _minute), (taken.Head, taken.Lease.Epoch, taken.Lease.Until));
        Assert.Equal(1L, (await Store.AllAsync(Tenant.Local, Events.Stream)).Single().Epoch);
        Assert.Equal(new AppendOutcome.Appended(2),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 1, 1, [New()], Durability.Durable));
        Assert.True((await Store.VerifyAsync(Tenant.Local)).Intact);
    }

    [Fact]
    public async Task A_lease_without_a_first_event_makes_no_stream_that_is_listed()
    {
        Assert.Equal(0L, Assert.IsType<LeaseOutcome.Taken>(
            await Store.TakeAsync(Tenant.Local, Events.Stream, "a", _minute, [])).Head);
        Assert.Empty(await Store.HeadsAsync(Tenant.Local, ""));
        Assert.True((await Store.VerifyAsync(Tenant.Local)).Intact);
        Assert.Equal(new AppendOutcome.Appended(1),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 0, 1, [New()], Durability.Durable));
    }

    [Fact]
    public async Task Of_many_takers_at_once_one_gets_the_lease()
    {
        var another = await AnotherAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(number =>
            Task.Run(() =>
            TakeAsync(number % 2 == 0 ? Store : another, $"owner-{number}").AsTask())));

        var taken = Assert.Single(outcomes.OfType<LeaseOutcome.Taken>());
        Assert.All(outcomes.OfType<LeaseOutcome.Held>(), held => Assert.Equal(taken.Lease, held.By));
        Assert.Single(await another.AllAsync(Tenant.Local, Events.Stream));
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_taken_over_and_the_old_leader_is_refused()
    {
        var first = Assert.IsType<LeaseOutcome.Taken>(await TakeAsync(Store, "a")).Lease;
        Clock.Advance(_minute - TimeSpan.FromTicks(1));
        Assert.IsType<LeaseOutcome.Held>(await TakeAsync(Store, "b"));
        Clock.Advance(TimeSpan.FromTicks(1));
        var second = Assert.IsType<LeaseOutcome.Taken>(await TakeAsync(await AnotherAsync(), "b"));

        Assert.Equal((2L, 2L), (second.Lease.Epoch, second.Head));
        Assert.Equal(new AppendOutcome.Stale(2, 2),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 1, 1, [New()], Durability.Durable));
        Assert.Equal(new AppendOutcome.Stale(2, 2),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 2, 1, [New()], Durability.Relaxed));
        Assert.Equal(second.Lease,
            Assert.IsType<LeaseOutcome.Held>(await Store.RenewAsync(Tenant.Local, first, _minute)).By);
        Assert.Equal(2, (await Store.AllAsync(Tenant.Local, Events.Stream)).Count);
    }

    [Fact]
    public async Task A_heartbeat_keeps_others_away()
    {
        var lease = Assert.IsType<LeaseOutcome.Taken>(await TakeAsync(Store, "a")).Lease;
        for (var beat = 0; beat < 5; beat++)
        {
            Clock.Advance(_minute / 2);
            lease = Assert.IsType<LeaseOutcome.Taken>(await Store.RenewAsync(Tenant.Local, lease, _minute)).Lease;
        }

        Assert.Equal((1L, Clock.GetUtcNow() + _minute), (lease.Epoch, lease.Until));
        Assert.Equal(lease, Assert.IsType<LeaseOutcome.Held>(await TakeAsync(Store, "b")).By);
    }

    [Fact]
    public async Task The_same_owner_takes_again_with_a_higher_epoch()
    {
        await TakeAsync(Store, "a");
        Assert.Equal(2, Assert.IsType<LeaseOutcome.Taken>(await TakeAsync(Store, "a")).Lease.Epoch);
        Assert.IsType<AppendOutcome.Stale>(await Store.AppendAsync(Tenant.Local, Events.Stream, 2, 1, [New()],
            Durability.Durable));
    }

    [Fact]
    public async Task A_lease_given_back_is_free_at_once_and_only_its_owner_gives_it_back()
    {
        var first = Assert.IsType<LeaseOutcome.Taken>(await TakeAsync(Store, "a")).Lease;
        await Store.ReleaseAsync(Tenant.Local, first with { Owner = "b" });
        await Store.ReleaseAsync(Tenant.Local, first with { Epoch = 9 });
        Assert.IsType<LeaseOutcome.Held>(await TakeAsync(Store, "b"));

        await Store.ReleaseAsync(Tenant.Local, first);
        Assert.IsType<LeaseOutcome.Held>(await Store.RenewAsync(Tenant.Local, first, _minute));
        var second = Assert.IsType<LeaseOutcome.Taken>(await TakeAsync(Store, "b")).Lease;
        await Store.ReleaseAsync(Tenant.Local, first);
        Assert.Equal(second, Assert.IsType<LeaseOutcome.Held>(await TakeAsync(Store, "c")).By);
    }

    [Fact]
    public async Task A_stream_that_nobody_leads_can_be_taken_later()
    {
        await Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [New()], Durability.Durable);
        var taken = Assert.IsType<LeaseOutcome.Taken>(await TakeAsync(Store, "a"));
        Assert.Equal((2L, 1L), (taken.Head, taken.Lease.Epoch));
        Assert.Equal(new AppendOutcome.Stale(2, 1),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 2, 0, [New()], Durability.Durable));
        Assert.True((await Store.VerifyAsync(Tenant.Local)).Intact);
    }

    [Fact]
    public async Task Leases_of_two_tenants_do_not_meet()
    {
        await TakeAsync(Store, "a");
        Assert.IsType<LeaseOutcome.Taken>(await Store.TakeAsync(new Tenant("other"), Events.Stream, "b", _minute,
            [New()]));
    }

    [Fact]
    public async Task A_lease_has_an_owner_and_an_end()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => TakeAsync(Store, "").AsTask());
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.TakeAsync(Tenant.Local, Events.Stream, "a", TimeSpan.FromDays(2), [New()]).AsTask());
        Assert.Contains("LedgerLimits.Lease", error.Message);
    }

    [Fact]
    public async Task A_keeper_leads_through_many_durations_and_gives_the_lease_back()
    {
        var keeper = Assert.IsType<KeepOutcome.Keeping>(await KeepAsync("a")).Keeper;
        for (var beat = 1; beat <= 9; beat++)
        {
            var before = keeper.Lease.Until;
            Clock.Advance(_minute / 3);
            await UntilAsync(() => keeper.Lease.Until > before);
        }

        Assert.IsType<KeepOutcome.Held>(await KeepAsync("b"));
        Assert.False(keeper.Lost.IsCancellationRequested);
        await keeper.DisposeAsync();
        Assert.IsType<LeaseOutcome.Taken>(await TakeAsync(Store, "b"));
    }

    [Fact]
    public async Task A_keeper_tells_when_another_process_took_over()
    {
        await using var keeper = Assert.IsType<KeepOutcome.Keeping>(await KeepAsync("a")).Keeper;
        // The same owner may always take again: that is how a takeover looks before the lease runs out.
        await TakeAsync(Store, "a");
        Clock.Advance(_minute / 3);

        await UntilAsync(() => keeper.Lost.IsCancellationRequested);
        Assert.Contains("epoch 2", keeper.LostBecause);
    }

    private ValueTask<KeepOutcome> KeepAsync(string owner) =>
        LeaseKeeper.TakeAsync(Store, Tenant.Local, Events.Stream, owner, _minute, [New()], Clock);

    private ValueTask<LeaseOutcome> TakeAsync(ILedger ledger, string owner) =>
        ledger.TakeAsync(Tenant.Local, Events.Stream, owner, _minute, [New()]);

    /// <summary>The heartbeat runs on another thread: give it turns until it is through.</summary>
    private static async Task UntilAsync(Func<bool> done)
    {
        for (var turn = 0; !done() && turn < 5_000_000; turn++)
            await Task.Yield();
        Assert.True(done(), "The heartbeat did not happen.");
    }
}
