using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Rules;

/// <summary>One answer of a rule about what it was asked; a rule that answers nothing holds.</summary>
internal abstract record RuleAnswer
{
    private RuleAnswer() { }

    /// <summary>The rule is violated here.</summary>
    /// <param name="Message">What happened; null takes the rule's own words.</param>
    public sealed record Violates(RepoPath? Path, int Line, string? Message, string? WayOut = null) : RuleAnswer
    {
        /// <summary>Another action than the rule's.</summary>
        public Severity? Severity { get; init; }

        /// <summary>Another risk than the rule's.</summary>
        public RiskClass? Risk { get; init; }
    }

    /// <summary>Whether the rule is violated here cannot be said.</summary>
    public sealed record Indeterminate(RepoPath? Path, int Line, string Why) : RuleAnswer;
}
