namespace Tako.Workspace.Sandbox;

/// <summary>Whether a tier works on this machine.</summary>
/// <param name="WhyNot">What failed, by the name of the step; null when it works.</param>
/// <param name="HowToMend">What an administrator can do about it; null when nothing is wrong.</param>
public sealed record TierReport(IsolationTier Tier, bool Works, string? WhyNot, string? HowToMend)
{
    /// <summary>What holds in this tier, and what does not.</summary>
    public required IReadOnlyList<Protection> Protections { get; init; }
}
