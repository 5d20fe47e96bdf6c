using Tako.Testing.Models;
using Tako.Testing.Time;

namespace Tako.Models.Tests.Testing;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Delays_and_cancellation_follow_the_clock()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(5), _time);
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(3), _time);
        _time.Advance(TimeSpan.FromSeconds(2));
        source.CancelAfter(TimeSpan.FromSeconds(4));
        _time.Advance(TimeSpan.FromSeconds(3));
        await delay;
        source.IsCancellationRequested.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Timers_run_in_the_order_in_which_they_are_due_and_see_their_own_time()
    {
        List<(string, double)> seen = [];
        var start = _time.GetTimestamp();
        using var late = _time.CreateTimer(_ => seen.Add(("late", _time.GetElapsedTime(start).TotalSeconds)), null,
            TimeSpan.FromSeconds(5), TimeSpan.Zero);
        using var often = _time.CreateTimer(_ => seen.Add(("often", _time.GetElapsedTime(start).TotalSeconds)), null,
            TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(6));
        seen.ShouldBe([("often", 2), ("often", 4), ("late", 5), ("often", 6)]);
    }

    [Fact]
    public void Scripted_models_read_the_keys_that_callers_write()
    {
        typeof(ScriptedModel).GetField("StepKey",
            System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .GetRawConstantValue().ShouldBe(CallKeys.Step);
        typeof(ScriptedModel).GetField("OrdinalKey",
            System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .GetRawConstantValue().ShouldBe(CallKeys.Ordinal);
    }
}
