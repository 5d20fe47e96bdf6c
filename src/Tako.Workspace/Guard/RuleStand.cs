namespace Tako.Workspace.Guard;

/// <summary>What a rule says of a change set as a whole.</summary>
public enum RuleStand
{
    /// <summary>It speaks of nothing that changed.</summary>
    NotApplicable,

    Holds,

    Violated,

    /// <summary>It could not be evaluated; the rule says whether that closes or opens.</summary>
    Indeterminate,
}
