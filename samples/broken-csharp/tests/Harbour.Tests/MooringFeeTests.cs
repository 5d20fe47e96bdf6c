namespace Harbour.Tests;

public sealed class MooringFeeTests
{
    private static readonly Vessel Heron = new("Heron", 9.2, 1.4);

    [Fact]
    public void A_started_metre_counts_whole() => Assert.Equal(30m, MooringFee.For(Heron, nights: 1, perMetre: 3m));

    [Fact]
    public void The_seventh_night_is_free() => Assert.Equal(180m, MooringFee.For(Heron, nights: 7, perMetre: 3m));
}
