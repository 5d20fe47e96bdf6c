namespace Tako.Workspace.Guard.Rules;

/// <summary>Symbolic links lead elsewhere than their name says.</summary>
internal sealed class LinkRule : GuardRule
{
    public override string Id => "link";

    public override RuleTier Tier => RuleTier.Constitution;

    public override RiskClass Risk => RiskClass.Dangerous;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "A symbolic link would change.";

    public override string WayOut => "Leave the link, or approve.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        new(true, new ExampleFile("current", null, "../elsewhere") { IsLink = true }),
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views) => views
        .Where(view => view.Change.IsLink || view.Change.Base is { IsLink: true })
        .Select(view => new RuleAnswer.Violates(view.Path, 0, null));
}

/// <summary>Files that run with another user's rights.</summary>
internal sealed class ModeRule : GuardRule
{
    private const UnixFileMode Special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;

    public override string Id => "mode";

    public override RuleTier Tier => RuleTier.Invariant;

    public override RiskClass Risk => RiskClass.Dangerous;

    public override Severity Action => Severity.Deny;

    public override string Purpose => "The file would run with another user's rights.";

    public override string WayOut => "Leave the set-user, set-group and sticky bits alone.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        new(true, new ExampleFile("tool", null, "#!/bin/sh\n") { Mode = (UnixFileMode)0x9ED }),
        new(false, new ExampleFile("tool", null, "#!/bin/sh\n") { Mode = (UnixFileMode)0x1ED }),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => view.Change.Mode is not null;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views) => views
        .Where(view => (view.Change.Mode!.Value & Special) != 0)
        .Select(view => new RuleAnswer.Violates(view.Path, 0, null));
}

/// <summary>A submodule that would point at another commit: code that is nowhere in the change.</summary>
internal sealed class SubmoduleRule : GuardRule
{
    public const string Content = "Subproject commit ";

    public override string Id => "submodule";

    public override RuleTier Tier => RuleTier.Constitution;

    public override RiskClass Risk => RiskClass.Dangerous;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "A submodule would point at another commit, whose code is not part of this change.";

    public override string WayOut => "Leave the submodule, or look at the commits in between and approve.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("vendor/lib", Content + new string('1', 40) + "\n", Content + new string('2', 40) + "\n"),
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => true;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views) => views
        .Where(view => Is(view.Change.Content) || Is(view.Change.Base?.Content))
        .Select(view => new RuleAnswer.Violates(view.Path, 0, null));

    private static bool Is(ReadOnlyMemory<byte>? content) =>
        content is { Length: < 100 } bytes && bytes.Span.StartsWith("Subproject commit "u8);
}

/// <summary>Content that cannot be read as text, so that no other rule sees anything in it.</summary>
internal sealed class BinaryRule : GuardRule
{
    public override string Id => "binary";

    public override RuleTier Tier => RuleTier.Policy;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "The content is binary, so it cannot be judged.";

    public override string WayOut => "Leave it out, or look at it and approve.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("logo.png", null, "PNG\0\u0001"),
        RuleExample.Holding("src/a.py", "a = 1\n", "a = 2\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => view.HasNewContent;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views) => views
        .Where(view => view.IsBinary)
        .Select(view => new RuleAnswer.Violates(view.Path, 0, null));
}
