namespace Harbour;

/// <summary>A visitor. Length and draught are in metres.</summary>
public sealed record Vessel(string Name, double Length, double Draught);
