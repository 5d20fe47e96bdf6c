using System.Diagnostics.Metrics;
using Tako.Core.Caching;
using Tako.Models.Caching;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Caching;

public sealed class CachedRouteTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_second_call_gets_the_same_bytes_and_costs_nothing(bool streamed)
    {
        using var kit = new CacheKit();
        var first = await kit.AskAsync(CacheKit.Call(streamed: streamed));
        var second = await kit.AskAsync(CacheKit.Call(
            """{"messages":[{"content":"Hello?","role":"user"}],"user":"ada","model":"small"}""", streamed));

        (first.State, second.State).ShouldBe((CacheState.Miss, CacheState.Hit));
        second.Frames.ShouldBe(streamed ? CacheKit.Stream : [CacheKit.Whole]);
        second.Frames.ShouldBe(first.Frames);
        kit.Behind.Calls.ShouldBe(1);
        first.Answer.Report.Usd.ShouldBe(0.25m);
        second.Answer.Report.ShouldSatisfyAllConditions(
            report => report.Usd.ShouldBe(0),
            report => report.Usage!.Input.ShouldBe(10),
            report => report.AnsweredBy.ShouldBe("small-1"),
            report => report.Abandoned.ShouldBeFalse());
        second.Answer.Head.ShouldSatisfyAllConditions(
            head => head.Cached.ShouldBeTrue(),
            head => head.Model.ShouldBe("small"),
            head => head.Provider.ShouldBe("home"),
            head => head.Link.ShouldBe(1),
            head => head.Attempts.ShouldBe(0),
            head => head.Dropped.ShouldBe(["seed"]));
        second.Answer.Streamed.ShouldBe(streamed);
        first.Answer.Head.Cached.ShouldBeFalse();
    }

    [Fact]
    public async Task Another_tenant_and_another_question_are_asked_anew()
    {
        using var kit = new CacheKit();
        await kit.AskAsync(CacheKit.Call());
        (await kit.AskAsync(CacheKit.Call(tenant: "other"))).State.ShouldBe(CacheState.Miss);
        (await kit.AskAsync(CacheKit.Call("{}"))).State.ShouldBe(CacheState.Miss);
        (await kit.AskAsync(CacheKit.Call(streamed: true))).State.ShouldBe(CacheState.Miss);
    }

    [Fact]
    public async Task Bytes_that_were_asked_often_belong_to_their_tenant_model_and_way_alone()
    {
        using var kit = new CacheKit();
        for (var time = 0; time < 4; time++)
            (await kit.AskAsync(CacheKit.Call())).State.ShouldBe(time == 0 ? CacheState.Miss : CacheState.Hit);

        var call = CacheKit.Call();
        var bytes = call.Body.ToArray();
        bytes[bytes.AsSpan().IndexOf((byte)'?')] = (byte)'!';
        foreach (var other in (ModelCall[])[CacheKit.Call(tenant: "other"), CacheKit.Call(streamed: true), call with { Model = "large" },
            call with { Wire = WireKind.Responses }, call with { Operation = CallOperation.Embed }, call with { Body = bytes }])
            (await kit.AskAsync(other)).State.ShouldBe(CacheState.Miss);
        (await kit.AskAsync(call)).State.ShouldBe(CacheState.Hit);
    }

    [Fact]
    public async Task After_its_time_an_answer_is_asked_for_anew()
    {
        using var kit = new CacheKit(options: new CacheOptions { Ttl = TimeSpan.FromMinutes(5) });
        await kit.AskAsync(CacheKit.Call());
        kit.Time.Advance(TimeSpan.FromMinutes(4));
        (await kit.AskAsync(CacheKit.Call())).State.ShouldBe(CacheState.Hit);
        kit.Time.Advance(TimeSpan.FromMinutes(1));
        (await kit.AskAsync(CacheKit.Call())).State.ShouldBe(CacheState.Miss);
    }

    [Fact]
    public async Task A_caller_decides_for_one_call()
    {
        using var kit = new CacheKit();
        await kit.AskAsync(CacheKit.Call(control: CacheControl.Read("no-store")));
        (await kit.AskAsync(CacheKit.Call())).State.ShouldBe(CacheState.Miss);
        (await kit.AskAsync(CacheKit.Call(control: CacheControl.Read("no-store")))).State.ShouldBe(CacheState.Off);
        kit.Time.Advance(TimeSpan.FromSeconds(10));
        (await kit.AskAsync(CacheKit.Call(control: CacheControl.Read("max-age=10")))).State.ShouldBe(CacheState.Hit);
        (await kit.AskAsync(CacheKit.Call(control: CacheControl.Read("max-age=9")))).State.ShouldBe(CacheState.Miss);
        (await kit.AskAsync(CacheKit.Call(control: CacheControl.Read("max-age=9")))).State.ShouldBe(CacheState.Hit);
        (await kit.AskAsync(CacheKit.Call(control: CacheControl.Read("no-cache")))).State.ShouldBe(CacheState.Refresh);
        (await kit.AskAsync(CacheKit.Call())).State.ShouldBe(CacheState.Hit);
        kit.Behind.Calls.ShouldBe(5);
    }

    [Fact]
    public async Task What_is_switched_off_goes_through()
    {
        using var kit = new CacheKit(options: new CacheOptions { Enabled = false });
        (await kit.AskAsync(CacheKit.Call())).State.ShouldBe(CacheState.Off);
        (await kit.AskAsync(CacheKit.Call())).State.ShouldBe(CacheState.Off);
        using var cold = new CacheKit(options: new CacheOptions { MaxTemperature = 0.2 });
        (await cold.AskAsync(CacheKit.Call())).State.ShouldBe(CacheState.Off);
        await cold.AskAsync(CacheKit.Call("""{"temperature":0}"""));
        (await cold.AskAsync(CacheKit.Call("""{"temperature":0.0}"""))).State.ShouldBe(CacheState.Hit);
    }

    [Fact]
    public async Task Nothing_but_a_whole_answer_is_kept()
    {
        FakeAnswer[] bad =
        [
            new(false, CacheKit.Whole.Replace("\"stop\"", "\"length\"", StringComparison.Ordinal)),
            new(false, CacheKit.Whole.Replace("\"refusal\":null", "\"refusal\":\"No.\"", StringComparison.Ordinal)),
            new(false, CacheKit.Whole) { Continued = true },
            new(false, CacheKit.Whole) { Late = Failure(CallFailureKind.Cut) },
            new(false) { Refused = Failure(CallFailureKind.Overloaded) },
        ];
        foreach (var answer in bad)
        {
            var turn = 0;
            using var kit = new CacheKit(_ => turn++ == 0 ? answer : new FakeAnswer(false, CacheKit.Whole));
            await kit.AskAsync(CacheKit.Call());
            (await kit.AskAsync(CacheKit.Call())).State.ShouldBe(CacheState.Miss);
            (await kit.AskAsync(CacheKit.Call())).State.ShouldBe(CacheState.Hit);
        }
    }

    [Fact]
    public async Task A_refusal_comes_with_its_reason_and_its_cost()
    {
        using var kit = new CacheKit(_ => new FakeAnswer(false) { Refused = Failure(CallFailureKind.RateLimited) });
        var told = await kit.AskAsync(CacheKit.Call());
        told.Answer.Refusal!.Kind.ShouldBe(CallFailureKind.RateLimited);
        told.State.ShouldBe(CacheState.Miss);
        told.Answer.Report.Usd.ShouldBe(0.25m);
        told.Frames.ShouldBeEmpty();
        kit.Behind.Answers.Single().Disposed.ShouldBeTrue();
    }

    [Fact]
    public async Task An_answer_that_is_too_long_goes_through_whole_and_is_not_kept()
    {
        var filler = new string('x', 50);
        string[] frames = [.. Enumerable.Range(0, 3000).Select(_ => $"data: {{\"x\":\"{filler}\"}}\n\n"), .. CacheKit.Stream];
        using var kit = new CacheKit(_ => new FakeAnswer(true, frames), new CacheOptions { MaxEntryBytes = 4096 });
        (await kit.AskAsync(CacheKit.Call(streamed: true))).Frames.ShouldBe(frames);
        (await kit.AskAsync(CacheKit.Call(streamed: true))).State.ShouldBe(CacheState.Miss);
        (await kit.Store.SizeAsync()).Answers.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_read_can_be_read_typed_too()
    {
        using var kit = new CacheKit();
        for (var round = 0; round < 2; round++)
        {
            await using var answer = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
            var words = "";
            while (await answer.NextAsync(default))
                words += string.Concat(answer.View.OfType<Delta.Text>().Select(text => text.Words));
            words.ShouldBe("Hello");
        }
    }

    [Fact]
    public async Task Who_leaves_before_the_end_of_a_stored_answer_left_it()
    {
        using var kit = new CacheKit();
        await kit.AskAsync(CacheKit.Call(streamed: true));
        var answer = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
        await answer.NextAsync(default);
        await answer.DisposeAsync();
        answer.Report.Abandoned.ShouldBeTrue();
        answer.Report.Usd.ShouldBe(0);
    }

    [Fact]
    public async Task A_cache_of_two_tiers_finds_what_an_earlier_process_stored()
    {
        using var kit = new CacheKit();
        await kit.AskAsync(CacheKit.Call());
        var store = new TieredAnswers(new MemoryAnswers(1 << 20, kit.Time), kit.Store);
        var again = new CachedRoute(kit.Behind, store, kit.Options, kit.Instruments, kit.Time);
        (await CacheKit.ReadAsync(await again.StartAsync(CacheKit.Call(), default))).State.ShouldBe(CacheState.Hit);
        var newer = new CachedRoute(kit.Behind, store, kit.Options, kit.Instruments, kit.Time, "another policy");
        (await CacheKit.ReadAsync(await newer.StartAsync(CacheKit.Call(), default))).State.ShouldBe(CacheState.Miss);
    }

    [Fact]
    public async Task Every_instrument_is_recorded()
    {
        using var kit = new CacheKit();
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == CacheInstruments.MeterName)
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = tags.Length > 0 ? $"{instrument.Name} {tags[0].Value}" : instrument.Name;
            lock (seen)
                seen[name] = seen.GetValueOrDefault(name) + value;
        });
        listener.Start();
        await kit.AskAsync(CacheKit.Call());
        await kit.AskAsync(CacheKit.Call());
        await kit.AskAsync(CacheKit.Call(control: CacheControl.Read("no-store")));
        await kit.AskAsync(CacheKit.Call("{"));
        listener.RecordObservableInstruments();

        foreach (var name in (string[])["tako.cache.calls hit", "tako.cache.calls miss", "tako.cache.calls off",
            "tako.cache.stored", "tako.cache.not_kept malformed", "tako.cache.served", "tako.cache.size"])
            seen.GetValueOrDefault(name).ShouldBeGreaterThan(0, name);
    }

    internal static CallFailure Failure(CallFailureKind kind) =>
        new() { Kind = kind, Message = "no", Provider = "home", Model = "small" };
}
