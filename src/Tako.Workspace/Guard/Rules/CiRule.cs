using System.Text.RegularExpressions;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Rules;

/// <summary>What in a CI definition lets strangers' code run with the project's rights.</summary>
internal sealed partial class CiRule : GuardRule
{
    public override string Id => "ci";

    public override RuleTier Tier => RuleTier.Constitution;

    public override RiskClass Risk => RiskClass.Dangerous;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "The CI definition would run other people's code with the project's rights.";

    public override string WayOut => "Leave it out, or look at it and approve.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation(".github/workflows/ci.yml", "on: push\n", "on: pull_request_target\n"),
        RuleExample.Violation(".gitlab-ci.yml", "a: b\n", "a: b\nscript: curl https://example.org/x.sh | sh\n"),
        RuleExample.Violation(".github/workflows/ci.yml", "on: push\n", "on: push\n  uses: someone/thing@main\n"),
        RuleExample.Holding(".github/workflows/ci.yml", "on: push\n", "on: push\n  run: make test\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) =>
        view.HasNewContent && Glob.MatchesAny(GuardDefaults.Ci, view.Path.Value);

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        foreach (var view in views)
        {
            foreach (var (number, text) in view.Added())
            {
                if (Why(text) is { } why)
                    yield return new RuleAnswer.Violates(view.Path, number, why);
            }
        }
    }

    private static string? Why(string line)
    {
        if (Target().IsMatch(line))
            return "The definition would run with the project's secrets on changes of strangers.";
        if (Piped().IsMatch(line))
            return "The definition would run what it downloads.";
        if (Rights().IsMatch(line))
            return "The definition would get the right to write.";
        return Used().Match(line) is { Success: true } used && !Pinned().IsMatch(used.Groups[1].Value)
            ? $"The action '{used.Groups[1].Value}' is not pinned to a commit, so that others decide what runs."
            : null;
    }

    [GeneratedRegex(@"\b(?:pull_request_target|workflow_run)\b")]
    private static partial Regex Target();

    [GeneratedRegex(@"\b(?:curl|wget|iwr|Invoke-WebRequest)\b[^#]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b|\biex\b")]
    private static partial Regex Piped();

    [GeneratedRegex(@"^\s*(?:permissions\s*:\s*write-all|(?:contents|id-token|packages|actions|deployments)\s*:\s*write)\b")]
    private static partial Regex Rights();

    [GeneratedRegex(@"^\s*-?\s*uses\s*:\s*['""]?([^\s'""#]+@[^\s'""#]+)")]
    private static partial Regex Used();

    [GeneratedRegex("^actions/|@[0-9a-f]{40}$|^docker://[^@]+@sha256:")]
    private static partial Regex Pinned();
}
