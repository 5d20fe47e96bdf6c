namespace Tako.Workspace.Guard;

/// <summary>What the rules about content say of a change; it carries no permission to write.</summary>
public sealed record Review(IReadOnlyList<GuardFinding> Findings, IReadOnlyList<RuleProof> Proofs)
{
    /// <summary>The gravest finding; <see cref="Severity.Note"/> where there is none.</summary>
    public Severity Worst => Findings.Count == 0 ? Severity.Note : Findings.Max(finding => finding.Severity);
}
