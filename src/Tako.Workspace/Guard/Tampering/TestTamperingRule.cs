using System.Buffers;
using Tako.Workspace.Guard.Rules;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Tampering;

/// <summary>Tests made green by weakening them: deleted, moved away, skipped, emptied, made to hold always, or configured away.</summary>
internal sealed class TestTamperingRule : GuardRule
{
    private const int MaxText = 1024 * 1024;

    // Without a word of these in what went or came, no count can have changed for the worse.
    private static readonly SearchValues<string> Telling = SearchValues.Create(
    [
        "assert", "should", "expect", "verify", "require", "check", "skip", "ignore", "disabled", "explicit", "xfail", "todo", "only",
        "pending", "xit", "fit(", "xtest", "describe", "fact", "theory", "test", "inlinedata", "datarow", "memberdata", "classdata",
        "catch", "except", "rescue", "suppress", "return", "/*", "\"\"\"", "'''", "#if", "false", "received", "t.", "it(", "func ", "fuzz",
    ], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Settings = ["conftest.py", "pytest.ini", "tox.ini", "setup.cfg", ".runsettings", "*.runsettings",
        "xunit.runner.json", "jest.config.*", "vitest.config.*", ".mocharc*", "karma.conf.*", "phpunit.xml*", "nose.cfg", "nextest.toml"];

    public override string Id => "tests.tampered";

    public override RuleTier Tier => RuleTier.Policy;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "Tests would say less than before.";

    public override string WayOut => "Mend the code instead of its tests, or approve.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("tests/test_a.py", "def test_a():\n    assert f(1) == 2\n", null),
        RuleExample.Violation("tests/test_a.py", "def test_a():\n    assert f(1) == 2\n", "def test_a():\n    assert True\n"),
        RuleExample.Violation("tests/test_a.py", "def test_a():\n    assert f(1) == 2\n",
            "@pytest.mark.skip\ndef test_a():\n    assert f(1) == 2\n"),
        RuleExample.Violation("a.Tests/ATests.cs", "class A { [Fact] void T() { Assert.Equal(2, F(1)); } }\n",
            "class A { [Fact] void T() { try { Assert.Equal(2, F(1)); } catch { } } }\n"),
        RuleExample.Violation("a.test.js", "test('a', () => { expect(f(1)).toBe(2); });\n",
            "test('a', () => { // expect(f(1)).toBe(2);\n});\n"),
        RuleExample.Holding("tests/test_a.py", "def test_a():\n    assert f(1) == 2\n",
            "def test_a():\n    assert f(1) == 2\n\ndef test_b():\n    assert f(2) == 3\n"),
        RuleExample.Holding("a.Tests/ATests.cs", "class A { [Fact] void T() { Assert.Equal(2, F(1)); } }\n",
            "class A { [Fact] void T() { Assert.Equal(2, F(1)); Assert.Equal(3, F(2)); } }\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) =>
        Steers(view.Path) || Steers(view.Was) || TestFiles.IsTest(view.Was) || TestFiles.IsTest(view.Path);

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views) => views.SelectMany(Judge);

    private static IEnumerable<RuleAnswer> Judge(ChangeView view)
    {
        if (Steers(view.Path) || Steers(view.Was))
            yield return new RuleAnswer.Violates(view.Path, 0, "The file steers which tests run.");
        var (change, wasTest) = (view.Change, TestFiles.IsTest(view.Was));
        if (change.Kind == ChangeKind.Deleted)
        {
            if (wasTest)
                yield return new RuleAnswer.Violates(view.Path, 0, "The test file would be deleted.");
        }
        else if (wasTest && change.Base is not null && !TestFiles.IsTest(view.Path))
        {
            yield return new RuleAnswer.Violates(view.Path, 0, $"The test file '{view.Was}' would be moved to where it is no test.");
        }
        else if (view.HasNewContent && !view.IsBinary && IsTelling(view.Lines))
        {
            if (view.NewText.Length > MaxText || view.OldText.Length > MaxText)
            {
                yield return new RuleAnswer.Indeterminate(view.Path, 0, "the file of tests is too large to be compared");
                yield break;
            }

            var extension = System.IO.Path.GetExtension(view.Path.Name).ToLowerInvariant();
            var (old, now) = (Profile(view.OldText, extension), Profile(view.NewText, extension));
            if (change.Base is not null)
            {
                foreach (var how in now.WeakerThan(old))
                    yield return new RuleAnswer.Violates(view.Path, LineOf(view), how);
            }
            else if (now.Tautologies > 0)
            {
                yield return new RuleAnswer.Violates(view.Path, 0, "An assertion of the new tests would hold whatever the code does.");
            }
        }
    }

    private static bool Steers(RepoPath path) => Glob.MatchesAny(Settings, path.Name);

    private static bool IsTelling(AddedLines lines) =>
        lines.Text.AsSpan().ContainsAny(Telling) || lines.Removed.Any(line => line.AsSpan().ContainsAny(Telling));

    private static TestProfile Profile(string text, string extension) =>
        extension == ".cs" ? CSharpTests.Read(text) : PlainTests.Read(text, extension);

    private static int LineOf(ChangeView view) => view.Lines.Lines.Count > 0 ? view.Lines.Lines[0] : 0;
}
