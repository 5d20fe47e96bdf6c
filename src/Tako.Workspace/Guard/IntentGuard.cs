using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>
/// Decides whether a change set may be written, from its content alone: the same change, evidence and law always get
/// the same verdict. Nothing writes to a repository without the <see cref="GuardVerdict.Allow"/> made here.
/// </summary>
/// <param name="scan">Finds secrets in a text; see <see cref="SecretHit"/>.</param>
/// <param name="known">Exact secrets of this machine (keys of providers, tokens) that must never be written.</param>
/// <param name="moved">Files that are no longer what the change was made from; null compares with the disk.</param>
public sealed class IntentGuard(Constitution law, Func<string, IReadOnlyList<SecretHit>> scan, IReadOnlyList<string> known,
    Func<ChangeSet, IReadOnlyList<RepoPath>>? moved = null)
{
    private static readonly string[] Rules = ["constitution", "path.protected", "path.ask", "path.write", "link", "mode", "size",
        "binary", "secret", "tests.tampered", "base", "evidence", "isolation", "approval"];

    private readonly Func<ChangeSet, IReadOnlyList<RepoPath>> _moved = moved ?? BaseCheck.Moved;
    private readonly SecretRule _secrets = new(scan, known);

    /// <summary>The full judgement; without evidence of green tests at exactly this change set the answer is no.</summary>
    public GuardVerdict Judge(ChangeSet changes, Evidence? evidence, GuardCapability capability)
    {
        var findings = PreCheck(changes, capability).Concat(Bases(changes)).Concat(EvidenceRule.Judge(changes, evidence, law)).ToList();
        if (law.ApproveWrite)
            findings.Add(new GuardFinding("approval", Severity.Ask, null, 0, "Every write to this repository needs a person's approval.",
                "Look at the change and approve it."));
        if (findings.Any(finding => finding.Severity == Severity.Deny))
            return new GuardVerdict.Deny(Sorted(findings));
        if (findings.Any(finding => finding.Severity == Severity.Ask) && capability.ApprovedHash != changes.Hash)
            return new GuardVerdict.Ask(Sorted(findings));
        return new GuardVerdict.Allow(changes.Hash, changes.Root, law.Hash, evidence!.Tier, Rules, Sorted(findings));
    }

    /// <summary>What the rules say before any test ran, so that a forbidden change fails early.</summary>
    public IReadOnlyList<GuardFinding> PreCheck(ChangeSet changes, GuardCapability capability)
    {
        if (law.Faults.Count > 0)
        {
            return [.. law.Faults.Select(fault => new GuardFinding("constitution", Severity.Deny, null, fault.Line,
                $"The repository's constitution cannot be followed: {fault}.",
                "Mend .tako/constitution.yaml by hand; until then nothing is written."))];
        }

        var added = changes.Changes.Select(AddedLines.Of).ToList();
        return Sorted([
            .. PathRule.Judge(changes, law, capability),
            .. SizeRule.Judge(changes, added, law, capability),
            .. _secrets.Judge(added),
            .. TestTamperingRule.Judge(changes),
        ]);
    }

    private IEnumerable<GuardFinding> Bases(ChangeSet changes) => _moved(changes).Select(path => new GuardFinding("base", Severity.Deny,
        path, 0, "The file changed on disk since the work on it began.", "Start again from the file as it is now."));

    private static IReadOnlyList<GuardFinding> Sorted(IEnumerable<GuardFinding> findings) =>
        [.. findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Path?.Value, StringComparer.Ordinal)
            .ThenBy(finding => finding.Line)];
}
