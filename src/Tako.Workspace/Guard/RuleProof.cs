namespace Tako.Workspace.Guard;

/// <summary>That a rule was asked about a change set, of how many files it spoke, and what it said.</summary>
public sealed record RuleProof(string Rule, RuleTier Tier, RuleStand Stand, int Files);
