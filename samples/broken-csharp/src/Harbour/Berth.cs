namespace Harbour;

/// <summary>A place at the quay. Depth is the water over its ground at chart datum, in metres.</summary>
public sealed record Berth(string Name, double Length, double Depth)
{
    /// <summary>Water that must stay between keel and ground.</summary>
    public const double Clearance = 0.5;

    /// <summary>Whether a vessel stays afloat here even at low water.</summary>
    public bool Holds(Vessel vessel, Tide tide) =>
        vessel.Length <= Length && vessel.Draught + Clearance <= Depth + tide.LowWater;
}
