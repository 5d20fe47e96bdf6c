using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>What a finding means for the change.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>A person must approve.</summary>
    Ask,

    /// <summary>The change may not happen.</summary>
    Deny,
}

/// <summary>One thing a rule says about a change.</summary>
/// <param name="Line">Line of the new file from 1, or 0 where the whole file is meant.</param>
/// <param name="WayOut">What would make the finding go away.</param>
public sealed record GuardFinding(string Rule, Severity Severity, RepoPath? Path, int Line, string Message, string WayOut)
{
    public RuleTier Tier { get; init; } = RuleTier.Constitution;

    public RiskClass Risk { get; init; } = RiskClass.Moderate;

    /// <summary>The rule could not be evaluated here.</summary>
    public bool Indeterminate { get; init; }

    /// <summary>Who may let the change pass in spite of this.</summary>
    public string Approver => (Severity, Risk) switch
    {
        (Severity.Deny, _) => "nobody may approve it",
        (Severity.Note, _) => "needs no approval",
        (_, RiskClass.Dangerous) => "a person who confirms may approve it",
        _ => "any person may approve it",
    };

    public override string ToString() =>
        $"{Rule}: {(Path is { } path ? path + (Line > 0 ? $":{Line}" : "") + ": " : "")}{Message} {WayOut}"
        + (Severity == Severity.Ask ? $" ({Risk.ToString().ToLowerInvariant()}: {Approver})" : "");
}

/// <summary>What the guard decided about one change set.</summary>
public abstract record GuardVerdict
{
    private GuardVerdict() { }

    /// <summary>Which rules were asked, and what each said.</summary>
    public IReadOnlyList<RuleProof> Proofs { get; init; } = [];

    /// <summary>The change may be written. Only the guard makes one; it holds for exactly this change set and repository.</summary>
    public sealed record Allow : GuardVerdict
    {
        internal Allow(string changeSetHash, string root, string constitutionHash, string tier, IReadOnlyList<GuardFinding> notes)
        {
            (ChangeSetHash, Root, ConstitutionHash, Tier, Notes) = (changeSetHash, root, constitutionHash, tier, notes);
        }

        public string ChangeSetHash { get; }

        public string Root { get; }

        public string ConstitutionHash { get; }

        /// <summary>The isolation under which its tests were green.</summary>
        public string Tier { get; }

        /// <summary>Findings that did not stand in the way, approved ones included.</summary>
        public IReadOnlyList<GuardFinding> Notes { get; }
    }

    public sealed record Deny(IReadOnlyList<GuardFinding> Findings) : GuardVerdict;

    /// <summary>A person may approve exactly this change set; see <see cref="GuardCapability.ApprovedHash"/>.</summary>
    public sealed record Ask(IReadOnlyList<GuardFinding> Findings) : GuardVerdict
    {
        /// <summary>The gravest of what is asked; it says who may approve.</summary>
        public RiskClass Risk => Findings.Where(finding => finding.Severity == Severity.Ask).Max(finding => finding.Risk);
    }
}
