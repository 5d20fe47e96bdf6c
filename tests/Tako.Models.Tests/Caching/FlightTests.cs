using System.Collections.Concurrent;
using Tako.Models.Caching;
using Tako.Models.Calls;
using Tako.Models.Failures;

namespace Tako.Models.Tests.Caching;

public sealed class FlightTests
{
    [Fact]
    public async Task Many_who_ask_for_the_same_make_one_call()
    {
        var begin = new TaskCompletionSource();
        using var kit = new CacheKit(_ => new FakeAnswer(true, CacheKit.Stream) { Begin = begin });
        var asked = Enumerable.Range(0, 100).Select(_ => kit.AskAsync(CacheKit.Call(streamed: true))).ToArray();
        begin.SetResult();
        var told = await Task.WhenAll(asked);

        kit.Behind.Calls.ShouldBe(1);
        told.ShouldAllBe(one => one.Frames.SequenceEqual(CacheKit.Stream));
        told.Count(one => one.State == CacheState.Miss).ShouldBe(1);
        told.Count(one => one.State == CacheState.Joined).ShouldBe(99);
        told.Sum(one => one.Answer.Report.Usd).ShouldBe(0.25m);
        told.ShouldAllBe(one => one.Answer.Report.Usage!.Input == 10 && !one.Answer.Report.Abandoned);
        (await kit.AskAsync(CacheKit.Call(streamed: true))).State.ShouldBe(CacheState.Hit);
    }

    [Fact]
    public async Task Who_comes_late_reads_from_the_start_while_the_first_goes_on()
    {
        using var pace = new SemaphoreSlim(0);
        using var kit = new CacheKit(_ => new FakeAnswer(true, CacheKit.Stream) { Pace = pace });
        await using var first = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
        pace.Release(2);
        await first.NextAsync(default);
        await first.NextAsync(default);
        var next = first.NextAsync(default).AsTask();

        await using var late = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
        late.Head.Cache.ShouldBe(CacheState.Joined);
        (await late.NextAsync(default)).ShouldBeTrue();
        (await late.NextAsync(default)).ShouldBeTrue();
        next.IsCompleted.ShouldBeFalse();
        pace.Release(2);
        (await CacheKit.ReadAsync(late)).Frames.ShouldBe(CacheKit.Stream[2..]);
        (await next).ShouldBeTrue();
        (await first.NextAsync(default)).ShouldBeTrue();
        (await first.NextAsync(default)).ShouldBeFalse();
        kit.Behind.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task The_first_may_leave_and_the_call_goes_on_for_the_others()
    {
        using var pace = new SemaphoreSlim(1);
        using var kit = new CacheKit(_ => new FakeAnswer(true, CacheKit.Stream) { Pace = pace });
        var first = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
        await first.NextAsync(default);
        var follower = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
        using var left = new CancellationTokenSource();
        var waiting = first.NextAsync(left.Token).AsTask();
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await first.DisposeAsync();

        pace.Release(3);
        var told = await CacheKit.ReadAsync(follower);

        told.Frames.ShouldBe(CacheKit.Stream);
        // Somebody pays, and only once.
        first.Report.ShouldSatisfyAllConditions(report => report.Usd.ShouldBe(0), report => report.Usage!.Total.ShouldBe(0),
            report => report.Abandoned.ShouldBeTrue());
        told.Answer.Report.Usd.ShouldBe(0.25m);
        told.Answer.Report.Abandoned.ShouldBeFalse();
        (await kit.AskAsync(CacheKit.Call(streamed: true))).State.ShouldBe(CacheState.Hit);
        kit.Behind.Answers.Single().Cancelled.ShouldBeFalse();
    }

    [Fact]
    public async Task When_all_have_left_the_call_is_stopped()
    {
        using var pace = new SemaphoreSlim(0);
        using var kit = new CacheKit(_ => new FakeAnswer(true, CacheKit.Stream) { Pace = pace });
        var first = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
        var second = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
        using var left = new CancellationTokenSource();
        var waiting = Task.WhenAll(first.NextAsync(left.Token).AsTask(), second.NextAsync(left.Token).AsTask());
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await first.DisposeAsync();
        kit.Behind.Answers.Single().Disposed.ShouldBeFalse();
        await second.DisposeAsync();

        kit.Behind.Answers.Single().ShouldSatisfyAllConditions(answer => answer.Disposed.ShouldBeTrue(),
            answer => answer.Cancelled.ShouldBeTrue());
        first.Report.Usd.ShouldBe(0);
        second.Report.Usd.ShouldBe(0.25m);
        pace.Release(10);
        (await kit.AskAsync(CacheKit.Call(streamed: true))).State.ShouldBe(CacheState.Miss);
    }

    [Fact]
    public async Task Who_leaves_before_there_is_an_answer_takes_only_himself_away()
    {
        var begin = new TaskCompletionSource();
        using var kit = new CacheKit(_ => new FakeAnswer(false, CacheKit.Whole) { Begin = begin });
        using var left = new CancellationTokenSource();
        var first = kit.AskAsync(CacheKit.Call(), left.Token);
        var second = kit.AskAsync(CacheKit.Call());
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        begin.SetResult();
        var told = await second;
        told.Frames.ShouldBe([CacheKit.Whole]);
        told.Answer.Report.Usd.ShouldBe(0.25m);
        kit.Behind.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_of_the_first_is_not_a_failure_of_the_others()
    {
        var begin = new TaskCompletionSource();
        var turn = 0;
        using var kit = new CacheKit(_ => Interlocked.Increment(ref turn) == 1
            ? new FakeAnswer(false) { Begin = begin, Refused = CachedRouteTests.Failure(CallFailureKind.OutOfBudget) }
            : new FakeAnswer(false, CacheKit.Whole));
        var asked = Enumerable.Range(0, 20).Select(_ => kit.AskAsync(CacheKit.Call())).ToArray();
        begin.SetResult();
        var told = await Task.WhenAll(asked);

        told.Count(one => one.Answer.Refusal is not null).ShouldBe(1);
        told.Count(one => one.Frames.SequenceEqual([CacheKit.Whole])).ShouldBe(19);
        kit.Behind.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_wrong_with_the_request_is_wrong_for_all()
    {
        var begin = new TaskCompletionSource();
        using var kit = new CacheKit(_ => new FakeAnswer(false)
        {
            Begin = begin,
            Refused = CachedRouteTests.Failure(CallFailureKind.ContextTooLong),
        });
        var asked = Enumerable.Range(0, 20).Select(_ => kit.AskAsync(CacheKit.Call())).ToArray();
        begin.SetResult();
        var told = await Task.WhenAll(asked);

        told.ShouldAllBe(one => one.Answer.Refusal!.Kind == CallFailureKind.ContextTooLong);
        told.Sum(one => one.Answer.Report.Usd).ShouldBe(0.25m);
        kit.Behind.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task When_every_call_fails_nobody_waits_for_more_than_two_others()
    {
        using var kit = new CacheKit(_ => new FakeAnswer(false)
        {
            Refused = CachedRouteTests.Failure(CallFailureKind.Overloaded),
            Begin = Later(),
        });
        var told = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => kit.AskAsync(CacheKit.Call())));
        told.ShouldAllBe(one => one.Answer.Refusal != null && one.Answer.Report.Usd == 0.25m);
        kit.Behind.Calls.ShouldBe(30);

        static TaskCompletionSource Later()
        {
            var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ThreadPool.QueueUserWorkItem(_ => later.SetResult());
            return later;
        }
    }

    [Fact]
    public async Task A_mistake_behind_the_cache_comes_out_at_the_one_who_made_the_call()
    {
        var turn = 0;
        var begin = new TaskCompletionSource();
        using var kit = new CacheKit(_ => new FakeAnswer(false, CacheKit.Whole)
        {
            Begin = begin,
            Mistake = Interlocked.Increment(ref turn) == 1 ? new InvalidOperationException("mine") : null,
        });
        var first = kit.AskAsync(CacheKit.Call());
        var second = kit.AskAsync(CacheKit.Call());
        begin.SetResult();
        (await Should.ThrowAsync<InvalidOperationException>(first)).Message.ShouldBe("mine");
        (await second).Frames.ShouldBe([CacheKit.Whole]);
    }

    [Fact]
    public async Task A_slow_reader_keeps_nobody_back_even_in_an_answer_that_is_too_long()
    {
        string[] frames = [.. Enumerable.Range(0, 2000).Select(number => $"data: {{\"n\":{number}}}\n\n"), .. CacheKit.Stream];
        using var kit = new CacheKit(_ => new FakeAnswer(true, frames), new CacheOptions { MaxEntryBytes = 1024 });
        var quick = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
        var slow = await kit.Route.StartAsync(CacheKit.Call(streamed: true), default);
        await slow.NextAsync(default);

        (await CacheKit.ReadAsync(quick)).Frames.ShouldBe(frames);
        (await CacheKit.ReadAsync(slow)).Frames.ShouldBe(frames[1..]);
        kit.Behind.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Who_wants_a_new_answer_joins_no_older_call()
    {
        var begin = new TaskCompletionSource();
        using var kit = new CacheKit(_ => new FakeAnswer(false, CacheKit.Whole) { Begin = begin });
        var old = kit.AskAsync(CacheKit.Call());
        var fresh = kit.AskAsync(CacheKit.Call(control: new CacheControl { Use = CacheUse.Refresh }));
        begin.SetResult();
        (await old).State.ShouldBe(CacheState.Miss);
        (await fresh).State.ShouldBe(CacheState.Refresh);
        kit.Behind.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task In_any_disorder_everybody_gets_a_whole_answer_and_every_call_is_paid_once()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var chance = new Random(seed);
            var made = new ConcurrentBag<decimal>();
            using var kit = new CacheKit(call => new FakeAnswer(true, Frames(call)));
            var plans = Enumerable.Range(0, 60)
                .Select(_ => (Question: chance.Next(3), Frames: chance.Next(12), Yields: chance.Next(6))).ToArray();
            await Task.WhenAll(plans.Select(plan => Task.Run(async () =>
            {
                for (var turn = 0; turn < plan.Yields; turn++)
                    await Task.Yield();
                var call = CacheKit.Call($"{{\"question\":{plan.Question}}}", streamed: true);
                var answer = await kit.Route.StartAsync(call, default);
                List<string> read = [];
                while ((plan.Frames > 5 || read.Count < plan.Frames) && await answer.NextAsync(default))
                {
                    read.Add(System.Text.Encoding.UTF8.GetString(answer.Bytes.Span));
                    await Task.Yield();
                }

                await answer.DisposeAsync();
                read.ShouldBe(Frames(call)[..read.Count]);
                if (plan.Frames > 5)
                    read.Count.ShouldBe(Frames(call).Length);
                made.Add(answer.Report.Usd!.Value);
            })));
            made.Sum().ShouldBe(0.25m * kit.Behind.Calls, $"seed {seed}");
            kit.Behind.Answers.ShouldAllBe(answer => answer.Disposed);
        }

        static string[] Frames(ModelCall call) =>
            [$"data: {{\"asked\":{System.Text.Encoding.UTF8.GetString(call.Body.Span)}}}\n\n", .. CacheKit.Stream];
    }

    [Fact]
    public async Task Under_load_one_question_is_asked_once_in_each_lifetime_of_its_answer()
    {
        using var kit = new CacheKit(_ => new FakeAnswer(false, CacheKit.Whole));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < 500; round++)
                (await kit.AskAsync(CacheKit.Call($"{{\"question\":{round}}}"))).Frames.ShouldBe([CacheKit.Whole]);
        })));
        kit.Behind.Calls.ShouldBe(500);
    }
}
