namespace Tako.Workspace.Guard;

/// <summary>How firmly a rule holds.</summary>
public enum RuleTier
{
    /// <summary>Always; no law and no person can lift it.</summary>
    Invariant,

    /// <summary>Always; where it asks, a person may answer.</summary>
    Constitution,

    /// <summary>Holds unless the user's own law turns it into advice.</summary>
    Policy,

    /// <summary>Advice: it is said and stands in nobody's way.</summary>
    Advisory,
}
