using System.Text;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Xunit;
using static Tako.Testing.Ledgers.Events;

namespace Tako.Testing.Ledgers;

/// <summary>What every ledger keeps to: appends, order, races, tenants, limits and the chain.</summary>
public abstract class LedgerSuite<TStore> : StoreSuite<TStore> where TStore : class, ILedger, IBlobStore
{
    private static readonly Tenant _other = new("other");

    [Fact]
    public async Task What_is_appended_is_read_back_in_order_and_whole()
    {
        var blob = await Store.PutAsync(Tenant.Local, "prompt"u8.ToArray());
        var second = await Store.PutAsync(Tenant.Local, "answer"u8.ToArray());
        var full = New(2, "model.called") with { Version = 3, Actor = "gate", Cause = 1, Blobs = [blob, second] };

        var outcome = await Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [New(), full], Durability.Durable);

        Assert.Equal(new AppendOutcome.Appended(2), outcome);
        var events = await Store.AllAsync(Tenant.Local, Events.Stream);
        Assert.Equal([1L, 2L], events.Select(entry => entry.Seq));
        var read = events[1];
        Assert.Equal((Tenant.Local, Events.Stream, "model.called", 3, "gate", 1L, 0L),
            (read.Tenant, read.Stream, read.Type, read.Version, read.Actor, read.Cause, read.Epoch));
        Assert.Equal("""{"number":2}""", Encoding.UTF8.GetString(read.Body.Span));
        Assert.Equal([blob, second], read.Blobs);
        Assert.Equal(Clock.GetUtcNow(), read.Time);
        Assert.Null(events[0].Cause);
    }

    [Fact]
    public async Task Hashes_are_those_of_the_chain()
    {
        await Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [New(1), New(2)], Durability.Durable);

        var events = await Store.AllAsync(Tenant.Local, Events.Stream);
        var first = HashChain.Next(HashChain.Genesis, Tenant.Local, Events.Stream, 1, 0, Clock.GetUtcNow(), New(1));
        Assert.Equal(first, events[0].Hash);
        Assert.Equal(HashChain.Next(first, Tenant.Local, Events.Stream, 2, 0, Clock.GetUtcNow(), New(2)), events[1].Hash);
    }

    [Fact]
    public async Task A_long_stream_is_read_from_any_place()
    {
        for (var start = 0; start < 1000; start += 250)
        {
            var batch = Enumerable.Range(start, 250).Select(number => New(number)).ToArray();
            Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(Tenant.Local, Events.Stream, start, 0, batch,
                Durability.Relaxed));
        }

        Assert.Equal(Enumerable.Range(1, 1000).Select(seq => (long)seq),
            (await Store.AllAsync(Tenant.Local, Events.Stream)).Select(e => e.Seq));
        Assert.Equal([999L, 1000L], (await Store.AllAsync(Tenant.Local, Events.Stream, 999)).Select(entry => entry.Seq));
        Assert.Empty(await Store.AllAsync(Tenant.Local, Events.Stream, 1001));
        Assert.Equal(1000, (await Store.AllAsync(Tenant.Local, Events.Stream, -5)).Count);
    }

    [Fact]
    public async Task An_append_behind_or_before_the_head_is_refused_and_writes_nothing()
    {
        await Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [New(), New()], Durability.Durable);

        Assert.Equal(new AppendOutcome.Stale(2, 0),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 1, 0, [New()], Durability.Durable));
        Assert.Equal(new AppendOutcome.Stale(2, 0),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 3, 0, [New()], Durability.Relaxed));
        Assert.Equal(new AppendOutcome.Stale(2, 0),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 2, 7, [New()], Durability.Durable));
        Assert.Equal(2, (await Store.AllAsync(Tenant.Local, Events.Stream)).Count);
    }

    [Fact]
    public async Task A_refused_first_append_leaves_no_stream()
    {
        Assert.Equal(new AppendOutcome.Stale(0, 0),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 4, 0, [New()], Durability.Durable));
        Assert.Empty(await Store.HeadsAsync(Tenant.Local, ""));
        Assert.Equal(new AppendOutcome.Appended(0),
            await Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [], Durability.Durable));
        Assert.Empty(await Store.HeadsAsync(Tenant.Local, ""));
    }

    [Theory]
    [InlineData(Durability.Durable)]
    [InlineData(Durability.Relaxed)]
    public async Task Of_many_writers_at_the_same_place_exactly_one_wins(Durability durability)
    {
        var another = await AnotherAsync();
        for (var seq = 0; seq < 10; seq++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer =>
                Task.Run(() =>
                    (writer % 2 == 0 ? Store : another)
                        .AppendAsync(Tenant.Local, Events.Stream, seq, 0, [New(writer)], durability).AsTask())));
            Assert.Equal(1, outcomes.Count(outcome => outcome is AppendOutcome.Appended));
            Assert.Equal(15, outcomes.Count(outcome => outcome is AppendOutcome.Stale));
        }

        Assert.True((await Store.VerifyAsync(Tenant.Local)).Intact);
        Assert.Equal(10, (await another.AllAsync(Tenant.Local, Events.Stream)).Count);
    }

    [Fact]
    public async Task Many_streams_grow_at_once_and_none_loses_an_event()
    {
        var another = await AnotherAsync();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(number =>
            Task.Run(async () =>
        {
            var stream = new StreamId($"task/t-{number:00}");
            var store = number % 2 == 0 ? Store : another;
            for (var seq = 0; seq < 25; seq++)
            {
                var durability = (number + seq) % 3 == 0 ? Durability.Durable : Durability.Relaxed;
                Assert.Equal(new AppendOutcome.Appended(seq + 1),
                    await store.AppendAsync(Tenant.Local, stream, seq, 0, [New(seq)], durability));
            }
        })));

        var verification = await Store.VerifyAsync(Tenant.Local);
        Assert.Equal((24L, 600L, true), (verification.Streams, verification.Events, verification.Intact));
    }

    [Fact]
    public async Task Streams_are_listed_newest_first_and_by_prefix()
    {
        foreach (var name in (string[])["task/a", "approval/x", "task/c", "task/b", "taskless"])
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Store.AppendAsync(Tenant.Local, new StreamId(name), 0, 0, [New()], Durability.Relaxed);
        }

        Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.AppendAsync(Tenant.Local, new StreamId("task/a"), 1, 0, [New()], Durability.Relaxed);

        var heads = await Store.HeadsAsync(Tenant.Local, "task/");
        Assert.Equal(["task/b", "task/c", "task/a"], heads.Select(head => head.Stream.Value));
        Assert.Equal((2L, 0L, Clock.GetUtcNow()), (heads[2].Seq, heads[2].Epoch, heads[2].Updated));
        Assert.Equal(TimeSpan.FromSeconds(5), heads[2].Updated - heads[2].Created);
        Assert.Equal(5, (await Store.HeadsAsync(Tenant.Local, "")).Count);
        Assert.Empty(await Store.HeadsAsync(Tenant.Local, "%"));
    }

    [Fact]
    public async Task More_streams_than_a_page_are_all_listed_once()
    {
        // All of one moment, so that only the name orders them.
        for (var number = 0; number < 1100; number++)
            await Store.AppendAsync(Tenant.Local, new StreamId($"task/{number:0000}"), 0, 0, [New()],
                Durability.Relaxed);

        var names = (await Store.HeadsAsync(Tenant.Local, "task/")).Select(head => head.Stream.Value).ToList();
        Assert.Equal(Enumerable.Range(0, 1100).Reverse().Select(number => $"task/{number:0000}"), names);
    }

    [Fact]
    public async Task No_query_crosses_tenants()
    {
        await Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [New(1), New(2)], Durability.Durable);
        await Store.AppendAsync(_other, Events.Stream, 0, 0, [New(3)], Durability.Durable);

        Assert.Equal(2, (await Store.AllAsync(Tenant.Local, Events.Stream)).Count);
        Assert.Single(await Store.AllAsync(_other, Events.Stream));
        Assert.Single(await Store.HeadsAsync(_other, ""));
        Assert.Equal((1L, 1L), (await Store.VerifyAsync(_other)) is var v ? (v.Streams, v.Events) : default);
        Assert.Empty(await Store.AllAsync(new Tenant("third"), Events.Stream));
    }

    [Fact]
    public async Task Too_large_an_event_is_a_mistake_that_names_the_limit()
    {
        var body = new byte[LedgerLimits.EventBytes + 1];
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [New() with { Body = body }],
                Durability.Durable).AsTask());
        Assert.Contains("EventBytes = 8192", error.Message);

        var fits = New() with { Body = body.AsMemory(1) };
        Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [fits],
            Durability.Durable));
        Assert.Equal(LedgerLimits.EventBytes, (await Store.AllAsync(Tenant.Local, Events.Stream))[0].Body.Length);
    }

    [Fact]
    public async Task Other_limits_are_mistakes_too()
    {
        var many = Enumerable.Repeat(New(), LedgerLimits.EventsPerAppend + 1).ToArray();
        await Refused("EventsPerAppend", Events.Stream, many);
        await Refused("stream", new StreamId(""), [New()]);
        await Refused("NameLength", new StreamId(new string('x', LedgerLimits.NameLength + 1)), [New()]);
        await Refused("control character", new StreamId("task/\n"), [New()]);
        await Refused("actor", Events.Stream, [New() with { Actor = "" }]);
        await Refused("version 0", Events.Stream, [New() with { Version = 0 }]);
        await Refused("BlobsPerEvent", Events.Stream,
            [New() with { Blobs = [.. Enumerable.Repeat(new BlobRef("b"), 257)] }]);
        Assert.Empty(await Store.HeadsAsync(Tenant.Local, ""));

        async Task Refused(string limit, StreamId stream, NewEvent[] events)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() =>
                Store.AppendAsync(Tenant.Local, stream, 0, 0, events, Durability.Durable).AsTask());
            Assert.Contains(limit, error.Message);
        }
    }

    [Fact]
    public async Task Names_and_bodies_of_any_script_survive()
    {
        var stream = new StreamId("task/タコ🐙 'quoted' %_");
        var entry = New() with { Actor = "arm/Œuvre", Body = Encoding.UTF8.GetBytes("""{"text":"八本足 🐙"}""") };
        await Store.AppendAsync(Tenant.Local, stream, 0, 0, [entry], Durability.Durable);

        var read = (await Store.AllAsync(Tenant.Local, stream)).Single();
        Assert.Equal("arm/Œuvre", read.Actor);
        Assert.True(read.Body.Span.SequenceEqual(entry.Body.Span));
        Assert.Single(await Store.HeadsAsync(Tenant.Local, "task/タコ"));
        Assert.True((await Store.VerifyAsync(Tenant.Local, stream)).Intact);
    }

    [Fact]
    public async Task Old_events_are_read_in_their_newest_version_and_unknown_ones_pass()
    {
        var upcasters = new Upcasters([
            new Upcaster("step.completed", 1, _ => """{"v":2}"""u8.ToArray()),
            new Upcaster("step.completed", 2, _ => """{"v":3}"""u8.ToArray()),
        ]);
        var reader = await AnotherAsync(upcasters);
        await reader.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [New(1), New(2, "from.the.future")],
            Durability.Durable);

        var events = await reader.AllAsync(Tenant.Local, Events.Stream);
        Assert.Equal((3, """{"v":3}"""), (events[0].Version, Encoding.UTF8.GetString(events[0].Body.Span)));
        Assert.Equal((1, "from.the.future"), (events[1].Version, events[1].Type));
        Assert.True((await reader.VerifyAsync(Tenant.Local)).Intact);
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [New()], Durability.Durable, cancelled).AsTask());
        Assert.Empty(await Store.AllAsync(Tenant.Local, Events.Stream));
    }

    [Fact]
    public async Task An_empty_ledger_verifies()
    {
        var verification = await Store.VerifyAsync(Tenant.Local);
        Assert.Equal((0L, 0L, true), (verification.Streams, verification.Events, verification.Intact));
        Assert.True((await Store.VerifyAsync(Tenant.Local, Events.Stream)).Intact);
    }
}
