using System.Globalization;

namespace Tako.Workspace.Guard.Rules;

/// <summary>A change that nobody can read through.</summary>
internal sealed class SizeRule : GuardRule
{
    public override string Id => "size";

    public override RuleTier Tier => RuleTier.Constitution;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Deny;

    public override string Purpose => "The change is too large to be read through.";

    public override string WayOut => "Split the work into smaller changes.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/a.py", "a = 1\n", "a = 1\nb = 2\nc = 3\n") with { Law = law => law with { MaxLines = 1 } },
        RuleExample.Violation("src/a.py", null, "a = 1\n") with { Law = law => law with { MaxFileBytes = 3 } },
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 1\nb = 2\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        var law = scene.Law;
        var files = Math.Min(law.MaxFiles, scene.Capability.MaxFiles);
        if (views.Count > files)
            yield return Whole($"{views.Count} files would change; at most {files} may.");
        long bytes = 0;
        foreach (var view in views)
        {
            var length = view.Change.Content?.Length ?? 0;
            bytes += length;
            if (length > law.MaxFileBytes)
                yield return new RuleAnswer.Violates(view.Path, 0,
                    string.Create(CultureInfo.InvariantCulture,
                        $"The file would have {length} bytes; at most {law.MaxFileBytes} are allowed."),
                    "Make the file smaller.");
        }

        if (bytes > law.MaxBytes)
            yield return Whole($"The changed files have {bytes} bytes together; at most {law.MaxBytes} are allowed.");
        if (views.Sum(view => view.Lines.Changed) is var lines && lines > law.MaxLines)
            yield return Whole($"{lines} lines would be added or removed; at most {law.MaxLines} may.");
    }

    private static RuleAnswer.Violates Whole(string message) => new(null, 0, message);
}
