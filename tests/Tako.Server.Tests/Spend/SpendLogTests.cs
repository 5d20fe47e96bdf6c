using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Server.Limits;
using Tako.Server.Spend;
using Tako.Server.Tests.Money;
using Tako.Testing.Time;

namespace Tako.Server.Tests.Spend;

public sealed class SpendLogTests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 13, 23, 59, 0, TimeSpan.Zero));
    private readonly StubbornLedger _ledger;

    public SpendLogTests() => _ledger = new StubbornLedger(new MemoryLedger(_time));

    [Fact]
    public async Task A_settled_call_is_in_the_ledger_after_the_flush_interval()
    {
        await using var counter = await OpenAsync();
        Counter.Settle(counter.Admit(null, 10), 10);
        await _time.WhenTimerAsync(due => due == TimeSpan.FromMilliseconds(250));
        (await TotalAsync()).Calls.ShouldBe(0);

        _time.Advance(TimeSpan.FromMilliseconds(250));
        await counter.Till.SyncAsync();

        (await TotalAsync()).Calls.ShouldBe(1);
        counter.Till.Log.Unwritten.ShouldBe(0);
    }

    [Fact]
    public async Task While_the_ledger_cannot_write_nothing_settled_is_lost_and_after_a_while_nothing_new_begins()
    {
        await using var counter = await OpenAsync();
        var running = counter.Admit(null, 10);
        _ledger.Full = "The disk is full.";
        Counter.Settle(counter.Admit(null, 10), 10);
        (await counter.Till.Log.FlushAsync()).ShouldBeFalse();
        counter.Till.Trouble.ShouldBe("The disk is full.");
        counter.Admit(null, 10).Release();

        _time.Advance(TimeSpan.FromSeconds(5));
        counter.Admission.Admit(Counter.Ask(null, 1))
            .ShouldBeOfType<AdmissionOutcome.Unrecorded>().Message.ShouldContain("The disk is full.");
        Counter.Settle(running, 10);
        (await counter.Till.Log.FlushAsync()).ShouldBeFalse();
        _ledger.Full = null;
        (await counter.Till.Log.FlushAsync()).ShouldBeTrue();

        counter.Admit(null, 10).Release();
        (await TotalAsync()).Calls.ShouldBe(2);
        counter.Till.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task What_waits_is_bounded_and_calls_beyond_it_are_refused_not_kept_waiting()
    {
        await using var counter = await OpenAsync(new SpendOptions { MostUnwritten = 20 });
        _ledger.Full = "no";
        for (var call = 0; call < 15; call++)
            Counter.Settle(counter.Admit(null, 1), 1);
        var running = Enumerable.Range(0, 5).Select(_ => counter.Admit(null, 1)).ToList();

        counter.Admission.Admit(Counter.Ask(null, 1)).ShouldBeOfType<AdmissionOutcome.Unrecorded>();
        running.ForEach(ticket => Counter.Settle(ticket, 1));
        _ledger.Full = null;
        await counter.Till.SyncAsync();

        (await TotalAsync()).Calls.ShouldBe(20);
        counter.Admit(null, 1).Release();
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_not_made_twice()
    {
        await using var counter = await OpenAsync(new SpendOptions { RollEvery = 2 });
        for (var round = 0; round < 4; round++)
        {
            _ledger.LoseNextAnswer = true;
            Counter.Settle(counter.Admit(null, 1), 1);
            await counter.Till.Log.FlushAsync();
            await counter.Till.Log.FlushAsync();
        }

        (await TotalAsync()).Calls.ShouldBe(4);
    }

    [Fact]
    public async Task What_is_settled_after_an_append_whose_answer_was_lost_counts_too()
    {
        await using var counter = await OpenAsync();
        for (var round = 0; round < 4; round++)
        {
            _ledger.LoseNextAnswer = true;
            Counter.Settle(counter.Admit(null, 1), 1);
            await counter.Till.Log.FlushAsync();
            Counter.Settle(counter.Admit(null, 1), 1);
            await counter.Till.Log.FlushAsync();
        }

        (await TotalAsync()).Calls.ShouldBe(8);
        counter.Till.Log.Unwritten.ShouldBe(0);
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_at_midnight_is_not_made_twice()
    {
        await using var counter = await OpenAsync();
        var running = counter.Admit(null, 1);
        Counter.Settle(counter.Admit(null, 1), 1);
        _ledger.LoseNextAnswer = true;
        await counter.Till.Log.FlushAsync();
        _time.Advance(TimeSpan.FromMinutes(2));
        Counter.Settle(running, 1);
        await counter.Till.Log.FlushAsync();

        (await TotalAsync()).Calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_roll_up_whose_answer_was_lost_counts_once()
    {
        await using (var counter = await OpenAsync(new SpendOptions { RollEvery = 1_000 }))
        {
            for (var call = 0; call < 5; call++)
                Counter.Settle(counter.Admit(null, 1), 1);
            await counter.Till.Log.FlushAsync();
            _ledger.LoseNextAnswer = true;
        }

        (await TotalAsync()).Calls.ShouldBe(5);
    }

    [Fact]
    public async Task Each_day_has_streams_of_its_own_and_a_finished_one_is_read_from_its_roll_up()
    {
        await using (var counter = await OpenAsync())
        {
            Counter.Settle(counter.Admit(null, 10), 10);
            await counter.Till.SyncAsync();
            _time.Advance(TimeSpan.FromMinutes(2));
            Counter.Settle(counter.Admit(null, 20), 20);
            await counter.Till.SyncAsync();
        }

        var (sums, records) = (0, new List<SpendRecord>());
        await new SpendFeed(_ledger, Tenant.Local, null).SeedAsync(null, (_, _) => sums++, records.Add, null, default);
        (sums, records.Count).ShouldBe((2, 0));
        (await SpendReport.ReadAsync(_ledger, Tenant.Local, null, null)).By(SpendDimension.Day)
            .Select(line => (line.Name, line.Sum.Tokens))
            .ShouldBe([("2026-05-13", 10), ("2026-05-14", 20)]);
        var names = new List<string>();
        await foreach (var head in _ledger.StreamsAsync(Tenant.Local, "spend/"))
            names.Add(head.Stream.Value[.."spend/2026-05-13".Length]);
        names.Order().ShouldBe(["spend/2026-05-13", "spend/2026-05-14"]);
    }

    [Fact]
    public async Task Stopping_writes_what_is_left()
    {
        await using (var counter = await OpenAsync())
        {
            for (var call = 0; call < 1000; call++)
                Counter.Settle(counter.Admit(null, 1), 1);
        }

        (await TotalAsync()).Calls.ShouldBe(1000);
    }

    [Fact]
    public async Task Calls_that_an_older_gateway_wrote_one_by_one_still_count()
    {
        await _ledger.AppendAsync(Tenant.Local, new StreamId("spend/2026-05-13/older"), 0, 0,
            [
                new NewEvent
                {
                    Type = "spend.settled", Actor = "gateway/older",
                    Body = """{"number":1,"key":"","model":"m","usd":0.5,"outcome":"ok"}"""u8.ToArray(),
                },
            ], Durability.Relaxed);
        await using (var counter = await OpenAsync())
            Counter.Settle(counter.Admit(null, 10), 10);

        (await TotalAsync()).ShouldSatisfyAllConditions(sum => sum.Calls.ShouldBe(2), sum => sum.Usd.ShouldBe(0.52m));
    }

    [Fact]
    public async Task Metrics_tell_what_was_settled_and_refused()
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, double>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name is SpendInstruments.MeterName or LimitInstruments.MeterName)
                own.EnableMeasurementEvents(instrument);
        };
        var here = Environment.CurrentManagedThreadId;
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.Start();
        await using var counter = await OpenAsync();

        here = Environment.CurrentManagedThreadId;
        var key = await counter.KeyAsync("ci", new Tako.Server.Keys.Allowance { Tokens = 10 });
        here = Environment.CurrentManagedThreadId;
        Counter.Settle(counter.Admit(key, 10), 4, input: 1);
        counter.Admission.Admit(Counter.Ask(key, 10)).ShouldNotBeOfType<AdmissionOutcome.Admitted>();

        seen["tako.spend.calls"].ShouldBe(1);
        seen["tako.spend.tokens"].ShouldBe(5);
        seen["tako.spend.usd"].ShouldBe(0.009, 0.0001);
        seen["tako.spend.waiting"].ShouldBe(1);
        seen["tako.limits.admitted"].ShouldBe(1);
        seen["tako.limits.running"].ShouldBe(0);
        seen["tako.limits.refused"].ShouldBe(1);
        seen["tako.limits.reserved_share"].ShouldBe(0.5);

        // Other tests of this process measure too, on their own threads.
        void Add(string name, double value)
        {
            if (Environment.CurrentManagedThreadId == here)
                seen.AddOrUpdate(name, value, (_, sum) => sum + value);
        }
    }

    private Task<Counter> OpenAsync(SpendOptions? options = null) =>
        Counter.OpenAsync(new MoneyConfig { Spend = options ?? new SpendOptions() }, _ledger, _time);

    private async Task<SpendSum> TotalAsync() => (await SpendReport.ReadAsync(_ledger, Tenant.Local, null, null)).Total;
}
