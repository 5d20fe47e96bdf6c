using Tako.Workspace.Guard.Dependencies;
using Tako.Workspace.Guard.Laws;
using Tako.Workspace.Guard.Rules;
using Tako.Workspace.Guard.Symbols;
using Tako.Workspace.Guard.Tampering;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>
/// Decides whether a change set may be written, from its content alone: the same change, evidence and law always get
/// the same verdict. Nothing writes to a repository without the <see cref="GuardVerdict.Allow"/> made here.
/// </summary>
public sealed class IntentGuard
{
    private readonly Constitution _law;
    private readonly Func<ChangeSet, IReadOnlyList<RepoPath>> _moved;
    private readonly IReadOnlyList<GuardRule> _content;
    private readonly IReadOnlyList<CustomRule> _custom;
    private readonly Func<string, IReadOnlyList<SecretHit>> _scan;

    private readonly IReadOnlyList<GuardRule> _proofs =
        [new BaseRule(), new EvidenceRule(), new IsolationRule(), new TestCountRule(), new ApprovalRule()];

    /// <param name="law">Loaded once, and so pinned: a later change of the file changes nothing here.</param>
    /// <param name="scan">Finds secrets in a text; see <see cref="SecretHit"/>.</param>
    /// <param name="known">Exact secrets of this machine (keys of providers, tokens) that must never be written.</param>
    /// <param name="moved">Files that are no longer what the change was made from; null compares with the disk.</param>
    public IntentGuard(Constitution law, Func<string, IReadOnlyList<SecretHit>> scan, IReadOnlyList<string> known,
        Func<ChangeSet, IReadOnlyList<RepoPath>>? moved = null)
    {
        (_law, _scan, _moved) = (law, scan, moved ?? BaseCheck.Moved);
        _custom = [.. law.Rules.Select(rule => new CustomRule(rule))];
        _content =
        [
            new ProtectedPathRule(), new AskPathRule(), new WritePathRule(), new LinkRule(), new ModeRule(), new SubmoduleRule(),
            new SizeRule(), new BinaryRule(), new SecretRule(scan, known), new EntropyRule(),
            new TestTamperingRule(), new DependencyRule(), new CiRule(), new ApiRule(), new LicenceRule(), .. _custom,
        ];
    }

    /// <summary>Every rule that holds, built in first.</summary>
    public IReadOnlyList<RuleCard> Cards =>
        [.. _content.Concat(_proofs).Select(rule => rule.Card).OrderBy(card => card.Origin != "built-in")];

    /// <summary>Commands that have to run over this change, in the sandbox, before it is judged.</summary>
    public IReadOnlyList<LawCommand> CommandsFor(ChangeSet changes)
    {
        var scene = new Scene(changes, _law, new GuardCapability());
        return [.. _custom.Select(rule => rule.ToCommand(scene)).OfType<LawCommand>()];
    }

    /// <summary>The full judgement; without evidence of green tests at exactly this change set the answer is no.</summary>
    public GuardVerdict Judge(ChangeSet changes, Evidence? evidence, GuardCapability capability)
    {
        var review = Ask(changes, evidence, capability, evidence?.Commands ?? [], [.. _content, .. _proofs]);
        if (review.Worst == Severity.Deny)
            return new GuardVerdict.Deny(review.Findings) { Proofs = review.Proofs };
        if (review.Worst == Severity.Ask && capability.ApprovedHash != changes.Hash)
            return new GuardVerdict.Ask(review.Findings) { Proofs = review.Proofs };
        return new GuardVerdict.Allow(changes.Hash, changes.Root, _law.Hash, evidence!.Tier, review.Findings) { Proofs = review.Proofs };
    }

    /// <summary>What the rules about content say, with the commands that ran; it asks for no green tests and permits no write.</summary>
    public Review Review(ChangeSet changes, GuardCapability capability, IReadOnlyList<CommandRun> commands) =>
        Ask(changes, null, capability, commands, _content);

    /// <summary>What the rules say before anything ran, so that a forbidden change fails early.</summary>
    public IReadOnlyList<GuardFinding> PreCheck(ChangeSet changes, GuardCapability capability) =>
        Ask(changes, null, capability, [], [.. _content.Where(rule => rule is not CustomRule { Command.Count: > 0 })]).Findings;

    /// <summary>Runs the examples of every rule; says of each that did not come out as it should what went wrong.</summary>
    public IReadOnlyList<(RuleCard Rule, string? Fault)> TestRules() =>
    [
        .. _content.Select(rule => rule is SecretRule ? new SecretRule(_scan, [SecretRule.Sample]) : rule).Concat(_proofs)
            .SelectMany(rule => rule.Examples.Select(example =>
            (rule.Card, example.Run(rule, _law, (rule as CustomRule)?.Command ?? [])))),
    ];

    private Review Ask(ChangeSet changes, Evidence? evidence, GuardCapability capability, IReadOnlyList<CommandRun> commands,
        IReadOnlyList<GuardRule> rules)
    {
        if (_law.Faults.Count > 0)
        {
            return new Review(
                [.. _law.Faults.Select(fault => new GuardFinding("constitution", Severity.Deny, null, fault.Line,
                    $"The constitution cannot be followed: {fault}.", $"Mend {Constitution.File} by hand; until then nothing is written.")
                {
                    Tier = RuleTier.Invariant,
                    Risk = RiskClass.Dangerous,
                })],
                [new RuleProof("constitution", RuleTier.Invariant, RuleStand.Violated, 0)]);
        }

        var scene = new Scene(changes, _law, capability)
        {
            Evidence = evidence,
            Commands = commands,
            Moved = rules.Any(rule => rule is BaseRule) ? _moved(changes) : [],
        };
        var answers = rules.Select(rule => rule.Ask(scene)).ToList();
        return new Review(
            [.. answers.SelectMany(answer => answer.Findings).OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Path?.Value, StringComparer.Ordinal).ThenBy(finding => finding.Line)],
            [.. answers.Select(answer => answer.Proof).Prepend(new RuleProof("constitution", RuleTier.Invariant, RuleStand.Holds, 0))]);
    }
}
