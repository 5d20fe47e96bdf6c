namespace Harbour;

/// <summary>What a stay costs: per started metre and night, the seventh night free.</summary>
public static class MooringFee
{
    public static decimal For(Vessel vessel, int nights, decimal perMetre)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nights);
        var metres = (int)Math.Ceiling(vessel.Length);
        return metres * (nights - nights / 7) * perMetre;
    }
}
