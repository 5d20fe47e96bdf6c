using System.Text.RegularExpressions;

namespace Tako.Workspace.Guard.Rules;

/// <summary>The notice at the head of a file, by which its authors say what may be done with it.</summary>
internal sealed partial class LicenceRule : GuardRule
{
    private const int HeadLines = 20;

    public override string Id => "licence";

    public override RuleTier Tier => RuleTier.Policy;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "The licence or copyright notice at the head of the file would change.";

    public override string WayOut => "Keep the notice, or approve.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/a.c", "// SPDX-License-" + "Identifier: MIT\nint a;\n", "int a;\n"),
        RuleExample.Violation("LICENSE", "Permission is granted.\n", "All rights reserved.\n"),
        RuleExample.Holding("src/a.c", "// SPDX-License-" + "Identifier: MIT\nint a;\n", "// SPDX-License-" + "Identifier: MIT\nint b;\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) =>
        view.Change.Base is { IsLink: false } && view.Change.Content is not null
        && !view.IsBinary && (view.HasNewContent || IsLicence(view.Was.Name));

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        foreach (var view in views)
        {
            if (IsLicence(view.Was.Name))
                yield return new RuleAnswer.Violates(view.Path, 0, "The text of the licence would change.");
            else if (view.Lines.Removed.Any(line => Notice().IsMatch(line)) && Notices(view.OldText).Except(Notices(view.NewText)).Any())
                yield return new RuleAnswer.Violates(view.Path, 0, null);
        }
    }

    private static bool IsLicence(string name) => name.Split('.')[0].ToUpperInvariant() is "LICENSE" or "LICENCE" or "COPYING" or "NOTICE";

    // A year may move on.
    private static IEnumerable<string> Notices(string text)
    {
        var lines = new List<string>();
        foreach (var range in text.AsSpan().EnumerateLines())
        {
            if (lines.Count == HeadLines)
                break;
            lines.Add(range.ToString());
        }

        return lines.Where(line => Notice().IsMatch(line)).Select(line => Year().Replace(line, "").Trim());
    }

    [GeneratedRegex(@"SPDX-License-Identifier|\bCopyright\b|\bLicen[sc]ed under\b", RegexOptions.IgnoreCase)]
    private static partial Regex Notice();

    [GeneratedRegex(@"[\s,-]*\b(?:19|20)\d\d\b")]
    private static partial Regex Year();
}
