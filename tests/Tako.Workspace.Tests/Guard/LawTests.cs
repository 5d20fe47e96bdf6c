using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Contracts;
using Tako.Workspace.Guard;
using Tako.Workspace.Guard.Checks;
using Tako.Workspace.Overlay;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Guard;

public sealed class LawTests : IDisposable
{
    private const string NoPrint = """
        rules:
          - id: no-print
            paths: [src/**]
            violatedBy: { pattern: 'print\(' }
            message: Nothing is printed.
            examples: { violates: { path: src/a.py, after: print(1) }, holds: { path: src/a.py, after: a = 1 } }

        """;

    private readonly TempRepository _repo = new(("src/a.py", "a = 1\n"), ("src/A.cs", "class A { }\n"), ("docs/b.md", "b\n"));

    public void Dispose() => _repo.Dispose();

    private static Constitution Law(string yaml) => Constitution.Of(yaml, new SecurityPolicy());

    private static GuardVerdict Judge(Constitution law, ChangeSet changes, params CommandRun[] runs) =>
        new IntentGuard(law, _ => [], [], _ => [])
        .Judge(changes, new Evidence { ChangeSetHash = changes.Hash, TestsGreen = true, Tests = ["t"], Tier =
            "L1", Commands = runs }, new());

    private static string Rule(string violatedBy, string path, string bad, string good, string more = "") => $$"""
        rules:
          - id: mine
            {{more}}
            violatedBy: {{violatedBy}}
            message: This is not wanted here.
            examples:
              violates: { path: {{path}}, after: {{JsonSerializer.Serialize(bad)}} }
              holds: { path: {{path}}, after: {{JsonSerializer.Serialize(good)}} }
        """;

    [Fact]
    public void A_rule_of_the_repository_denies_the_added_line_and_leaves_other_files_alone()
    {
        var law = Law(NoPrint);
        law.Faults.ShouldBeEmpty();

        var deny = Judge(law, _repo.Open().With("src/a.py", "a = 1\nprint(a)\n").Changes).ShouldBeOfType<GuardVerdict.Deny>();
        (deny.Findings[0].Rule, deny.Findings[0].Line).ShouldBe(("no-print", 2));
        deny.Proofs.Single(proof => proof.Rule == "no-print").Stand.ShouldBe(RuleStand.Violated);
        var allow = Judge(law, _repo.Open().With("docs/b.md", "print()\n").Changes).ShouldBeOfType<GuardVerdict.Allow>();
        allow.Proofs.Single(proof => proof.Rule == "no-print").Stand.ShouldBe(RuleStand.NotApplicable);
    }

    [Theory]
    [InlineData("{ api: ['T:System.IO.File'] }", "src/X.cs", "class X { string M() => System.IO.File.ReadAllText(\"x\"); }",
        "class File { } class X { File F; }")]
    [InlineData("{ api: ['M:System.Console.WriteLine'] }", "src/X.cs",
        "using static System.Console; class X { void M() { WriteLine(); } }", "class X { void WriteLine() { } void M() { WriteLine(); } }")]
    [InlineData("{ api: [requests.get] }", "src/x.py", "requests.get('x')", "# requests.get")]
    [InlineData("{ header: '// Ours' }", "src/X.cs", "class X { }", "// Ours\nclass X { }")]
    [InlineData("{ pattern: '\\bTODO\\b' }", "src/x.py", "# TODO", "# done")]
    public void Each_way_to_violate_a_rule_is_told_from_holding_by_its_own_examples(string violatedBy, string path, string bad, string good)
    {
        Law(Rule(violatedBy, path, bad, good)).Faults.ShouldBeEmpty();
        Law(Rule(violatedBy, path, good, bad)).Faults.ShouldNotBeEmpty("examples the wrong way round must close");
    }

    [Fact]
    public void A_command_counts_for_exactly_this_change_and_without_its_result_the_rule_is_closed_or_open_as_it_says()
    {
        var yaml = Rule("{ command: [make, lint] }", "src/a.py", "a", "b");
        var (closed, open) = (Law(yaml), Law(Rule("{ command: [make, lint] }", "src/a.py", "a", "b", "onIndeterminate: open")));
        closed.Faults.ShouldBeEmpty();
        var changes = _repo.Open().With("src/a.py", "a = 2\n").Changes;
        new IntentGuard(closed, _ => [], []).CommandsFor(changes).ShouldHaveSingleItem().Command.ShouldBe(["make", "lint"]);

        Judge(closed, changes).ShouldBeOfType<GuardVerdict.Deny>().Findings[0].Indeterminate.ShouldBeTrue();
        Judge(open, changes).ShouldBeOfType<GuardVerdict.Allow>().Notes.ShouldHaveSingleItem().Indeterminate.ShouldBeTrue();
        Judge(closed, changes, new CommandRun("mine", ["make", "lint"], changes.Hash, 0)).ShouldBeOfType<GuardVerdict.Allow>();
        Judge(closed, changes, new CommandRun("mine", ["make", "lint"], changes.Hash, 1)).ShouldBeOfType<GuardVerdict.Deny>();
        Judge(closed, changes, new CommandRun("mine", ["make", "lint"], "another", 0)).ShouldBeOfType<GuardVerdict.Deny>();
        Judge(closed, changes, new CommandRun("mine", ["true"], changes.Hash, 0)).ShouldBeOfType<GuardVerdict.Deny>();
    }

    [Theory]
    [InlineData("rules: [{ id: a, violatedBy: { pattern: '(' }, message: m, examples: { violates: { path: a, after: b }, " +
        "holds: { path: a, after: c } } }]")]
    [InlineData("rules: [{ id: secret, violatedBy: { change: true }, message: m, examples: { violates: { path: a, after: b " +
        "}, holds: { path: a, after: c } } }]")]
    [InlineData("rules: [{ id: a, violatedBy: { pattern: x }, message: m }]")]
    [InlineData("rules: [{ id: a, tier: invariant, action: ask, violatedBy: { pattern: x }, message: m, examples: { " +
        "violates: { path: a, after: x }, holds: { path: a, after: c } } }]")]
    [InlineData("rules: [{ id: a, violatedBy: { pattern: '(?=x)x' }, message: m, examples: { violates: { path: a, after: x " +
        "}, holds: { path: a, after: c } } }]")]
    [InlineData("rules: [{ id: a, violatedBy: { api: ['M:x'] }, message: m, examples: { violates: { path: a, after: x }, " +
        "holds: { path: a, after: c } } }]")]
    [InlineData("advise: [tests.tampered]")]
    [InlineData("secrets: { allow: [{ match: '(', reason: r }] }")]
    [InlineData("unknown: 1")]
    public void A_rule_that_cannot_be_followed_to_the_letter_closes_everything(string yaml)
    {
        var law = Law(yaml);

        law.Faults.ShouldNotBeEmpty();
        Judge(law, _repo.Open().With("docs/b.md", "c\n").Changes)
            .ShouldBeOfType<GuardVerdict.Deny>().Findings[0].Rule.ShouldBe("constitution");
    }

    [Fact]
    public void The_users_law_may_turn_a_policy_into_advice_but_no_invariant()
    {
        var file = Path.Join(_repo.State, "constitution.yaml");
        File.WriteAllText(file, "advise: [api, path.protected]\nmaxFiles: 500\n");
        var law = Constitution.Load(_repo.Root, new SecurityPolicy(), file);
        (law.Faults.Count, law.MaxFiles).ShouldBe((0, 500));

        Judge(law, _repo.Open().With("src/a.py", "import os\nos.system('x')\n").Changes).ShouldBeOfType<GuardVerdict.Allow>()
            .Notes.ShouldContain(note => note.Rule == "api");
        Judge(law, _repo.Open().With(".tako/x", "x\n").Changes).ShouldBeOfType<GuardVerdict.Deny>();
    }

    [Fact]
    public void A_repository_may_allow_guesses_but_no_recognised_secret()
    {
        var value = "q9Zt" + "Rw7LxPb2Vk8NcYd4Mh";
        var changes = _repo.Open().With("src/a.py", $"api_key = '{value}'\n").Changes;
        Judge(new Constitution(), changes).ShouldBeOfType<GuardVerdict.Ask>().Findings[0].Rule.ShouldBe("secret.entropy");
        var law = Law("secrets: { allow: [{ match: 'q9Zt.*', reason: made up }] }");
        Judge(law, changes).ShouldBeOfType<GuardVerdict.Allow>().Notes.ShouldContain(note => note.Message.Contains("made up"));
        var evidence = new Evidence { ChangeSetHash = changes.Hash, TestsGreen = true, Tests = ["t"], Tier = "L1" };

        new IntentGuard(law, text =>
            text.IndexOf(value, StringComparison.Ordinal) is var at and >= 0 ? [new SecretHit("a key", at, value.Length)] : [], [], _ => [])
            .Judge(changes, evidence, new()).ShouldBeOfType<GuardVerdict.Deny>();
    }

    [Fact]
    public void Nothing_that_a_repository_writes_turns_a_denial_into_a_permission()
    {
        string[] laws =
        [
            "protect: []", "ask: []", "write: ['**']", "maxFiles: 100000", "maxLines: 1000000", "minimumTier: L4", "approveWrite: false",
            "secrets: { allow: [{ match: '.*', reason: all }] }", NoPrint, "version: 2", "maxFileBytes: 999999999", "advise: [secret]",
        ];
        string[] bodies = ["a = 2\n", "print(1)\n", "import os\nos.system('x')\n", "key = 'a-known-value'\n", "", "x\0y"];
        string[] paths = ["src/a.py", ".tako/x", ".github/workflows/x.yml", "docs/b.md", "tests/test_a.py", "package.json"];
        var made = Gen.Elements(laws).ListOf().SelectMany(law => Gen.Elements(bodies)
            .SelectMany(body => Gen.Elements(paths).Select(path => (Law: string.Join('\n', law.Distinct()), body, path))));

        Prop.ForAll(made.ToArbitrary(), each =>
        {
            var changes = _repo.Open().With(each.path, each.body).Changes;
            var (without, with) = (Rank(new Constitution(), changes), Rank(Law(each.Law), changes));
            return (with <= without || (without == 1 && with == 2 && each.Law.Contains("allow"))) && Rank(Law(each.Law), changes) == with;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Fact]
    public void Reading_a_constitution_never_throws_and_what_is_not_understood_closes()
    {
        string[] pieces = ["rules:", "\n", "  - ", "id: a", "protect: [", "]", "{", "}", "maxFiles: -1", "'",
            "violatedBy: { pattern: x }", ": ", "&a", "*a",
            "examples:", "\0", "ü", "version: 9", "secrets:", "allow:", "\t", "write: !x"];

        Prop.ForAll(Gen.Elements(pieces).ListOf().Select(string.Concat).ToArbitrary(), text =>
        {
            var law = Law(text);
            return law.Faults.Count > 0 || law.MaxFiles <= 200;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));
    }

    [Fact]
    public void Findings_come_as_sarif_with_rules_places_and_levels_and_as_escaped_annotations()
    {
        RepoPath.TryParse("src/with space,and%.py", out var path, out _).ShouldBeTrue();
        var guard = new IntentGuard(new Constitution(), _ => [], []);
        GuardFinding[] findings =
        [
            new("secret", Severity.Deny, path, 7, "A line\nwith two.", "Go: on."), new("path.name", Severity.Ask, null, 0, "m", "w"),
        ];

        using var sarif = JsonDocument.Parse(SarifReport.Write(guard.Cards, findings, "hash"));
        sarif.RootElement.GetProperty("version").GetString().ShouldBe("2.1.0");
        var run = sarif.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()
                .ShouldBe(result.GetProperty("ruleId").GetString());
            result.GetProperty("message").GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
            result.GetProperty("level").GetString().ShouldBeOneOf("error", "warning", "note");
        }

        var place = run.GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("src/with%20space%2Cand%25.py");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(7);
        GitHubReport.Write(findings[0]).ShouldBe(
            "::error file=src/with space%2Cand%25.py,line=7,title=tako guard%3A secret::A line%0Awith two. Go: on.");
    }

    private static int Rank(Constitution law, ChangeSet changes) =>
        new IntentGuard(law, _ => [], ["a-known-value"], _ => []).Judge(changes,
            new Evidence { ChangeSetHash = changes.Hash, TestsGreen = true, Tests = ["t"], Tier = "L2" }, new()) switch
        {
            GuardVerdict.Allow => 2,
            GuardVerdict.Ask => 1,
            _ => 0,
        };
}
