namespace Tako.Workspace.Guard;

/// <summary>What a violation may bring about, and with it who may approve one that is asked about.</summary>
public enum RiskClass
{
    /// <summary>Nothing that cannot be taken back: noted, and nobody has to approve.</summary>
    Safe,

    /// <summary>Any person may approve.</summary>
    Moderate,

    /// <summary>A person may approve who confirms having seen exactly this change.</summary>
    Dangerous,
}
