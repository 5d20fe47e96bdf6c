using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Rules;

/// <summary>Files that must stay as they are; a rename counts for both its names, a new mode or link like new content.</summary>
internal sealed class ProtectedPathRule : GuardRule
{
    public override string Id => "path.protected";

    public override RuleTier Tier => RuleTier.Invariant;

    public override RiskClass Risk => RiskClass.Dangerous;

    public override Severity Action => Severity.Deny;

    public override string Purpose => "The file is protected.";

    public override string WayOut => "Solve the task without changing it.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation(".tako/constitution.yaml", "protect: [a]\n", "protect: []\n"),
        RuleExample.Violation("docs/.TAKO/x", null, "x\n"),
        new(true, new ExampleFile("src/new.yaml", "a\n", "a\n") { From = ".tako/agents/a.yaml" }),
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n"),
    ];

    public static bool IsProtected(RepoPath path, Constitution law) => IsBuiltIn(path) || Glob.MatchesAny(law.Protect, path.Value);

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        foreach (var path in views.SelectMany(Names))
        {
            if (scene.Capability.MayAmendLaw && IsLaw(path))
                yield return new RuleAnswer.Violates(path, 0, "The repository's own law would change.",
                    "Look at it as at a change of the code that guards the code.") { Severity = Severity.Ask };
            else if (IsProtected(path, scene.Law))
                yield return new RuleAnswer.Violates(path, 0, null);
        }
    }

    internal static IEnumerable<RepoPath> Names(ChangeView view) => view.Change.From is { } from ? [from, view.Path] : [view.Path];

    // Whatever a constitution record was made with, these two hold.
    private static bool IsBuiltIn(RepoPath path) =>
        path.Value.Split('/').Any(part => part.Equals(".git", StringComparison.OrdinalIgnoreCase) || IsLawFolder(part));

    private static bool IsLaw(RepoPath path) => path.Value.Split('/').SkipLast(1).Any(IsLawFolder);

    private static bool IsLawFolder(string part) => part.Equals(".tako", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Files outside of what the law and the asker's capability let change.</summary>
internal sealed class WritePathRule : GuardRule
{
    public override string Id => "path.write";

    public override RuleTier Tier => RuleTier.Constitution;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Deny;

    public override string Purpose => "The file is not among those that may be changed.";

    public override string WayOut => "Change only what the contract and the constitution allow.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("build/run.sh", "a\n", "b\n") with { Law = law => law with { Write = [["src/**"]] } },
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n") with { Law = law => law with { Write = [["src/**"]] } },
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        foreach (var path in views.SelectMany(ProtectedPathRule.Names))
        {
            if (scene.Law.Write.Any(set => !Glob.MatchesAny(set, path.Value)))
                yield return new RuleAnswer.Violates(path, 0, null);
            else if (!Glob.MatchesAny(scene.Capability.Write, path.Value))
                yield return new RuleAnswer.Violates(path, 0, "The one who asks has no right to change the file.",
                    "Change only the files that were granted.");
        }
    }
}

/// <summary>Files that steer other programs, or that the law wants a person to look at.</summary>
internal sealed class AskPathRule : GuardRule
{
    public override string Id => "path.ask";

    public override RuleTier Tier => RuleTier.Constitution;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "A person has to look at changes of this file.";

    public override string WayOut => "Leave it alone, or approve the change.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation(".github/workflows/ci.yml", "on: push\n", "on: [push, pull_request]\n"),
        RuleExample.Violation(".gitattributes", null, "*.txt text\n"),
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        foreach (var path in views.SelectMany(ProtectedPathRule.Names).Where(path => !ProtectedPathRule.IsProtected(path, scene.Law)))
        {
            // Where a file runs with the rights of other machines, a careless yes is a dangerous one.
            if (Glob.MatchesAny(GuardDefaults.Ask, path.Value))
                yield return new RuleAnswer.Violates(path, 0, "The file steers other programs.") { Risk = RiskClass.Dangerous };
            else if (Glob.MatchesAny(scene.Law.Ask, path.Value))
                yield return new RuleAnswer.Violates(path, 0, null);
        }
    }
}
