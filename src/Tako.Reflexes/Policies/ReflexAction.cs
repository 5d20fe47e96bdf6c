namespace Tako.Reflexes.Policies;

/// <summary>What a policy does with a finding.</summary>
public enum ReflexAction
{
    /// <summary>Nothing.</summary>
    Allow,

    /// <summary>Tells of it.</summary>
    Flag,

    /// <summary>Puts the kind in its place, as in <c>[email]</c>.</summary>
    Mask,

    /// <summary>Leaves the last four characters.</summary>
    Partial,

    /// <summary>Puts a keyed hash in its place.</summary>
    Hash,

    /// <summary>Takes it out.</summary>
    Remove,

    /// <summary>Puts a token in its place that comes back where the value may be seen.</summary>
    Pseudonym,

    /// <summary>Asks a person.</summary>
    Escalate,

    /// <summary>Refuses the text.</summary>
    Block,
}
