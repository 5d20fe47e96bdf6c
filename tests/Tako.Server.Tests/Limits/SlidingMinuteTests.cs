using FsCheck;
using FsCheck.Fluent;
using Tako.Server.Limits;

namespace Tako.Server.Tests.Limits;

public sealed class SlidingMinuteTests
{
    [Fact]
    public void No_minute_wherever_it_begins_holds_more_than_the_limit() =>
        Prop.ForAll(Gen.Choose(0, 40).ListOf().ToArbitrary(), gaps =>
        {
            const int Limit = 10;
            var (minute, second, taken) = (new SlidingMinute(), 1_000_000L, new List<long>());
            foreach (var gap in gaps.SelectMany(gap => Enumerable.Repeat(gap, 4).Select((one, index) => index == 0 ? one : 0)))
            {
                second += gap;
                if (minute.Wait(1, Limit, second) != 0)
                    continue;
                minute.Add(second, 1, second);
                taken.Add(second);
            }

            foreach (var start in taken)
                taken.Count(at => at >= start && at <= start + 60).ShouldBeLessThanOrEqualTo(Limit);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void After_the_time_it_says_it_has_room_and_not_a_second_before() =>
        Prop.ForAll(Gen.Choose(0, 90).Two().ListOf().ToArbitrary(), Gen.Choose(1, 100).ToArbitrary(), (adds, asked) =>
        {
            var (minute, second) = (new SlidingMinute(), 5_000L);
            foreach (var (gap, amount) in adds.Select(pair => (pair.Item1, pair.Item2)))
            {
                second += gap;
                minute.Add(second, amount, second);
            }

            var wait = minute.Wait(asked, 100, second)!.Value;
            (minute.Used(second + wait) + asked).ShouldBeLessThanOrEqualTo(100);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_amount_beyond_the_limit_never_fits() => new SlidingMinute().Wait(11, 10, 7).ShouldBeNull();

    [Fact]
    public void What_comes_late_counts_in_its_own_second_and_a_clock_that_goes_back_loses_nothing()
    {
        var minute = new SlidingMinute();
        minute.Add(100, 5, 100);
        minute.Add(70, 3, 100);
        minute.Add(30, 9, 100);

        minute.Used(100).ShouldBe(8);
        minute.Used(90).ShouldBe(8);
        minute.Used(131).ShouldBe(5);
        minute.Used(161).ShouldBe(0);
    }
}
