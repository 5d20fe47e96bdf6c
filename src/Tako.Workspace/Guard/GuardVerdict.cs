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
    public override string ToString() =>
        $"{Rule}: {(Path is { } path ? path + (Line > 0 ? $":{Line}" : "") + ": " : "")}{Message} {WayOut}";
}

/// <summary>What the guard decided about one change set.</summary>
public abstract record GuardVerdict
{
    private GuardVerdict() { }

    /// <summary>The change may be written. Only the guard makes one; it holds for exactly this change set and repository.</summary>
    public sealed record Allow : GuardVerdict
    {
        internal Allow(string changeSetHash, string root, string constitutionHash, string tier, IReadOnlyList<string> rules,
            IReadOnlyList<GuardFinding> notes)
        {
            (ChangeSetHash, Root, ConstitutionHash, Tier, Rules, Notes) = (changeSetHash, root, constitutionHash, tier, rules, notes);
        }

        public string ChangeSetHash { get; }

        public string Root { get; }

        public string ConstitutionHash { get; }

        /// <summary>The isolation under which its tests were green.</summary>
        public string Tier { get; }

        /// <summary>Names of the rules that were asked.</summary>
        public IReadOnlyList<string> Rules { get; }

        /// <summary>Findings that did not stand in the way, approved ones included.</summary>
        public IReadOnlyList<GuardFinding> Notes { get; }
    }

    public sealed record Deny(IReadOnlyList<GuardFinding> Findings) : GuardVerdict;

    /// <summary>A person may approve exactly this change set; see <see cref="GuardCapability.ApprovedHash"/>.</summary>
    public sealed record Ask(IReadOnlyList<GuardFinding> Findings) : GuardVerdict;
}
