namespace Harbour.Tests;

public sealed class TideTests
{
    private static readonly Tide Spring = new(LowWater: 0.6, HighWater: 5.4);

    [Theory]
    [InlineData(0, 0.6)]
    [InlineData(1, 1.0)]
    [InlineData(2, 1.8)]
    [InlineData(3, 3.0)]
    [InlineData(4, 4.2)]
    [InlineData(5, 5.0)]
    [InlineData(6, 5.4)]
    public void Water_climbs_by_the_rule_of_twelfths(int hours, double height) =>
        Assert.Equal(height, Spring.HeightAt(TimeSpan.FromHours(hours)), precision: 3);

    [Fact]
    public void Within_an_hour_the_water_climbs_evenly() =>
        Assert.Equal(2.4, Spring.HeightAt(TimeSpan.FromMinutes(150)), precision: 3);

    [Fact]
    public void Before_low_water_and_after_high_water_the_height_stays()
    {
        Assert.Equal(0.6, Spring.HeightAt(TimeSpan.FromHours(-2)), precision: 3);
        Assert.Equal(5.4, Spring.HeightAt(TimeSpan.FromHours(9)), precision: 3);
    }

    [Fact]
    public void A_bar_opens_at_the_first_hour_with_enough_water()
    {
        Assert.Equal(3, Spring.FirstHourAbove(2.5));
        Assert.Null(Spring.FirstHourAbove(6));
    }
}
