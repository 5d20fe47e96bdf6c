namespace Tako.Workspace.Guard.Rules;

/// <summary>The bases on disk are still what the change was made from.</summary>
internal sealed class BaseRule : GuardRule
{
    public override string Id => "base";

    public override RuleTier Tier => RuleTier.Invariant;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Deny;

    public override string Purpose => "The file changed on disk since the work on it began.";

    public override string WayOut => "Start again from the file as it is now.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/a.py", "a = 1\n", "a = 2\n") with { Moved = true },
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views) =>
        scene.Moved.Select(path => new RuleAnswer.Violates(path, 0, null));
}

/// <summary>Green tests at exactly this change, and no fewer of them than before.</summary>
internal sealed class EvidenceRule : GuardRule
{
    public override string Id => "evidence";

    public override RuleTier Tier => RuleTier.Invariant;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Deny;

    public override string Purpose => "Tests were green at exactly this change.";

    public override string WayOut => "Run the tests in the sandbox on exactly this change, and make them pass.";

    protected override bool Always => true;

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/a.py", "a = 1\n", "a = 2\n") with { Evidence = _ => null },
        RuleExample.Violation("src/a.py", "a = 1\n", "a = 2\n") with
        {
            Evidence = _ => new Evidence { ChangeSetHash = "another", TestsGreen = true, Tests = ["test"], Tier = "L1" },
        },
        RuleExample.Violation("src/a.py", "a = 1\n", "a = 2\n") with
        {
            Evidence = hash => new Evidence { ChangeSetHash = hash, TestsGreen = false, Tests = ["test"], Tier = "L1" },
        },
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        if (scene.Evidence is not { } evidence)
        {
            yield return new RuleAnswer.Violates(null, 0, "No tests ran on this change.", "Run the tests in the sandbox first.");
            yield break;
        }

        if (evidence.ChangeSetHash != scene.Changes.Hash)
            yield return new RuleAnswer.Violates(null, 0, "The tests ran on another change than this one.",
                "Run them again on exactly this change.");
        if (evidence.Tests.Count == 0)
            yield return new RuleAnswer.Violates(null, 0, "The repository has no tests, so nothing shows that the change is right.",
                "Name a test command or acceptance tests in the contract, or look at the change and approve it.")
            {
                Severity = Severity.Ask,
            };
        else if (!evidence.TestsGreen)
            yield return new RuleAnswer.Violates(null, 0, "The tests are not green.", "Make them pass.");
    }
}

/// <summary>The tests ran isolated at least as well as the law demands.</summary>
internal sealed class IsolationRule : GuardRule
{
    public override string Id => "isolation";

    public override RuleTier Tier => RuleTier.Invariant;

    public override RiskClass Risk => RiskClass.Dangerous;

    public override Severity Action => Severity.Deny;

    public override string Purpose => "The tests ran in the isolation that the law demands.";

    public override string WayOut => "Run 'tako doctor' to see how this machine can isolate better.";

    protected override bool Always => true;

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/a.py", "a = 1\n", "a = 2\n") with
        {
            Evidence = hash => new Evidence { ChangeSetHash = hash, TestsGreen = true, Tests = ["test"], Tier = "L4" },
            Law = law => law with { MinimumTier = "L2" },
        },
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        if (scene.Evidence is { } evidence && !IsolationTiers.Holds(evidence.Tier, scene.Law.MinimumTier))
            yield return new RuleAnswer.Violates(null, 0,
                $"The tests ran at isolation {evidence.Tier}; at least {scene.Law.MinimumTier} is required.");
    }
}

/// <summary>No fewer tests ran than before the change.</summary>
internal sealed class TestCountRule : GuardRule
{
    public override string Id => "tests.fewer";

    public override RuleTier Tier => RuleTier.Policy;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "As many tests ran as before the change, and no more were skipped.";

    public override string WayOut => "Keep every test, or approve.";

    protected override bool Always => true;

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/a.py", "a = 1\n", "a = 2\n") with { Evidence = hash => Counted(hash, 4) },
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n") with { Evidence = hash => Counted(hash, 5) },
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        if (scene.Evidence is not { Before: { } before, After: { } after })
            yield break;
        if (after.Total < before.Total)
            yield return new RuleAnswer.Violates(null, 0, $"Only {after.Total} of {before.Total} tests were run.");
        if (after.Skipped > before.Skipped)
            yield return new RuleAnswer.Violates(null, 0, $"{after.Skipped} tests were skipped, {before.Skipped} before the change.",
                "Let them run, or approve.");
    }

    private static Evidence Counted(string hash, int after) => new()
    {
        ChangeSetHash = hash,
        TestsGreen = true,
        Tests = ["test"],
        Tier = "L1",
        Before = new Senses.TestTally(5, 0, 0),
        After = new Senses.TestTally(after, 0, 0),
    };
}

/// <summary>A person agrees to every write, where the law wants that.</summary>
internal sealed class ApprovalRule : GuardRule
{
    public override string Id => "approval";

    public override RuleTier Tier => RuleTier.Constitution;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "Every write to this repository needs a person's approval.";

    public override string WayOut => "Look at the change and approve it.";

    protected override bool Always => true;

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/a.py", "a = 1\n", "a = 2\n") with { Law = law => law with { ApproveWrite = true } },
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n") with { Law = law => law with { ApproveWrite = false } },
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        if (scene.Law.ApproveWrite)
            yield return new RuleAnswer.Violates(null, 0, null);
    }
}
