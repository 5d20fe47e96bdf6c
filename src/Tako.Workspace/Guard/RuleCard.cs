namespace Tako.Workspace.Guard;

/// <summary>A rule as it is listed for people.</summary>
/// <param name="Opens">Whether the rule lets a change pass that it could not be evaluated on.</param>
/// <param name="Origin"><c>built-in</c>, <c>user</c> or <c>repository</c>.</param>
public sealed record RuleCard(
    string Id, RuleTier Tier, RiskClass Risk, Severity Action, bool Opens, string Purpose, string Origin);
