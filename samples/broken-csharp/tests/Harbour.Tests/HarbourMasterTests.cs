namespace Harbour.Tests;

public sealed class HarbourMasterTests
{
    private static readonly Tide Neap = new(LowWater: 1.0, HighWater: 3.0);
    private static readonly Berth Short = new("Whelk", Length: 8, Depth: 2);
    private static readonly Berth Middle = new("Cockle", Length: 12, Depth: 3);
    private static readonly Berth Long = new("Lobster", Length: 20, Depth: 5);

    private readonly HarbourMaster _master = new([Long, Short, Middle]);

    [Fact]
    public void A_dinghy_leaves_the_long_berth_to_the_schooner()
    {
        Assert.Equal(Short, _master.Assign(new Vessel("Pip", 5, 0.6), Neap));
        Assert.Equal(Long, _master.Assign(new Vessel("Ostara", 19, 3.2), Neap));
    }

    [Fact]
    public void A_deep_keel_passes_over_a_shallow_berth() =>
        Assert.Equal(Middle, _master.Assign(new Vessel("Heron", 7, 2.8), Neap));

    [Fact]
    public void A_berth_holds_one_vessel_until_it_is_released()
    {
        var ostara = new Vessel("Ostara", 19, 3.2);
        var berth = _master.Assign(ostara, Neap);
        Assert.NotNull(berth);
        Assert.Null(_master.Assign(ostara with { Name = "Selkie" }, Neap));
        _master.Release(berth);
        Assert.Equal(Long, _master.Assign(ostara, Neap));
    }
}
