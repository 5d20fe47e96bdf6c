using System.Diagnostics;
using Tako.Core.Contracts;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;
using Tako.Workspace.Tests.Overlay;
using static Tako.Workspace.Tests.Overlay.ShadowExtensions;

namespace Tako.Workspace.Tests.Guard;

public sealed class IntentGuardTests : IDisposable
{
    private readonly TempRepository _repo =
        new(("src/a.py", "a = 1\n"),
            ("tests/test_a.py", "import unittest\n\n\nclass T(unittest.TestCase):\n    def test_a(self):\n        " +
                "self.assertEqual(1, 1)\n\n    def test_b(self):\n        self.assertTrue(True)\n"),
        (".github/workflows/ci.yml", "on: push\n"), ("keys.txt", "token = hunter2-old-token\n"), ("protected/x.txt", "x\n"));

    public void Dispose() => _repo.Dispose();

    private GuardVerdict Judge(Shadow shadow, SecurityPolicy? policy = null,
        Func<Evidence, Evidence>? evidence = null, GuardCapability? capability = null,
        Func<string, IReadOnlyList<SecretHit>>? scan = null)
    {
        var changes = shadow.Changes;
        var green = new Evidence { ChangeSetHash = changes.Hash, TestsGreen = true, Tests = ["python3 -m unittest"], Tier = "L2" };
        return new IntentGuard(Constitution.Load(_repo.Root, policy ?? new()), scan ?? (_ => []), ["s3cr3t-value-of-this-machine"])
            .Judge(changes, evidence is null ? green : evidence(green), capability ?? new());
    }

    private static string Denied(GuardVerdict verdict) => verdict.ShouldBeOfType<GuardVerdict.Deny>().Findings[0].Rule;

    private static string Asked(GuardVerdict verdict) => verdict.ShouldBeOfType<GuardVerdict.Ask>().Findings[0].Rule;

    [Fact]
    public void A_tested_change_of_a_plain_file_is_allowed()
    {
        var allow = Judge(_repo.Open().With("src/a.py", "a = 2\n")).ShouldBeOfType<GuardVerdict.Allow>();
        allow.Root.ShouldBe(_repo.Root);
        allow.Tier.ShouldBe("L2");
    }

    [Fact]
    public void Without_green_tests_at_exactly_this_change_the_answer_is_no()
    {
        var shadow = _repo.Open().With("src/a.py", "a = 2\n");
        var changes = shadow.Changes;
        new IntentGuard(new Constitution(), _ => [], []).Judge(changes, null, new()).ShouldBeOfType<GuardVerdict.Deny>();
        Denied(Judge(shadow, evidence: green => green with { TestsGreen = false })).ShouldBe("evidence");
        Denied(Judge(shadow, evidence: green => green with { ChangeSetHash = "other" })).ShouldBe("evidence");
        Asked(Judge(shadow, evidence: green => green with { Tests = [], TestsGreen = false })).ShouldBe("evidence");
        Denied(Judge(shadow, evidence: green => green with { Tier = "L3" })).ShouldBe("isolation");
        Denied(Judge(shadow, evidence: green => green with { Tier = "none" })).ShouldBe("isolation");
    }

    [Fact]
    public void Protected_files_are_safe_from_edits_deletes_renames_and_modes()
    {
        var policy = new SecurityPolicy { Protect = ["protected/**"] };
        Denied(Judge(_repo.Open().With("protected/x.txt", "y\n"), policy)).ShouldBe("path.protected");
        Denied(Judge(_repo.Open().Without("protected/x.txt"), policy)).ShouldBe("path.protected");
        Denied(Judge(_repo.Open().Moved("protected/x.txt", "src/x.txt"), policy)).ShouldBe("path.protected");
        Denied(Judge(_repo.Open().Moved("src/a.py", "protected/a.py"), policy)).ShouldBe("path.protected");
        var mode = _repo.Open().Write(At("protected/x.txt"), "x\n"u8.ToArray(), (UnixFileMode)0x1FF)
            .ShouldBeOfType<StageOutcome.Staged>().Shadow;
        Denied(Judge(mode, policy)).ShouldBe("path.protected");
        Denied(Judge(_repo.Open().With(".tako/constitution.yaml", "protect: []\n"))).ShouldBe("path.protected");
        Denied(Judge(_repo.Open().With("sub/.TAKO/x", "x"))).ShouldBe("path.protected");
        Asked(Judge(_repo.Open().With(".github/workflows/ci.yml", "on: [push, pull_request]\n"))).ShouldBe("path.ask");
    }

    [Fact]
    public void Only_granted_files_may_change()
    {
        Denied(Judge(_repo.Open().With("src/a.py", "a = 2\n"), new SecurityPolicy { Write = ["docs/**"] })).ShouldBe("path.write");
        Denied(Judge(_repo.Open().With("src/a.py", "a = 2\n"), capability: new GuardCapability
        {
            Write = ["docs/**"],
        })).ShouldBe("path.write");
        Judge(_repo.Open().With("src/a.py", "a = 2\n"), new SecurityPolicy { Write = ["src"] }).ShouldBeOfType<GuardVerdict.Allow>();
    }

    [Fact]
    public void A_secret_is_found_in_added_lines_only_and_never_shown()
    {
        Denied(Judge(_repo.Open().With("src/a.py", "a = 's3cr3t-value-of-this-machine'\n"))).ShouldBe("secret");
        static IReadOnlyList<SecretHit> Scan(string text) =>
            text.IndexOf("hunter2", StringComparison.Ordinal) is var at and >= 0 ? [new SecretHit("a token", at, 7)] : [];
        Judge(_repo.Open().With("keys.txt", "# comment\ntoken = hunter2-old-token\n"), scan: Scan).ShouldBeOfType<GuardVerdict.Allow>();
        var verdict = Judge(_repo.Open().With("keys.txt", "token = hunter2-old-token\nx = 1\ntoken = hunter2-new\n"),
            scan: Scan).ShouldBeOfType<GuardVerdict.Deny>();
        verdict.Findings[0].Line.ShouldBe(3);
        verdict.Findings[0].ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Weakened_tests_are_put_to_a_person()
    {
        var text = _repo.Text("tests/test_a.py");
        Asked(Judge(_repo.Open().Without("tests/test_a.py"))).ShouldBe("tests.tampered");
        Asked(Judge(_repo.Open().Moved("tests/test_a.py", "src/old.py"))).ShouldBe("tests.tampered");
        Asked(Judge(
            _repo.Open()
                .With("tests/test_a.py", text.Replace("    def test_b", "    @unittest.skip('x')\n    def test_b"))))
                .ShouldBe("tests.tampered");
        Asked(Judge(_repo.Open().With("tests/test_a.py", text.Replace("self.assertTrue(True)", "pass")))).ShouldBe("tests.tampered");
        Asked(Judge(_repo.Open().With("conftest.py", "collect_ignore = ['tests']\n"))).ShouldBe("tests.tampered");
        Asked(Judge(_repo.Open().With("src/a.py", "a = 2\n"), evidence: green => green with
        {
            Before = new TestTally(5, 1, 0),
            After = new TestTally(4, 0, 0),
        })).ShouldBe("tests.fewer");
        Judge(_repo.Open()
            .With("tests/test_a.py", text + "\n    def test_c(self):\n        self.assertEqual(len('a'), 1)\n"))
            .ShouldBeOfType<GuardVerdict.Allow>();
    }

    [Fact]
    public void An_approval_counts_for_exactly_the_change_that_was_shown()
    {
        var shadow = _repo.Open().Without("tests/test_a.py");
        Judge(shadow, capability: new GuardCapability { ApprovedHash = shadow.Hash })
            .ShouldBeOfType<GuardVerdict.Allow>().Notes.ShouldNotBeEmpty();
        Judge(shadow.With("src/a.py", "a = 3\n"), capability: new GuardCapability { ApprovedHash = shadow.Hash })
            .ShouldBeOfType<GuardVerdict.Ask>();
        Asked(Judge(_repo.Open().With("src/a.py", "a = 3\n"), new SecurityPolicy { ApproveWrite = true })).ShouldBe("approval");
    }

    [Fact]
    public void Too_much_and_unreadable_content_is_stopped()
    {
        Denied(Judge(_repo.Open().With("big.txt", new string('x', 3_000_000)))).ShouldBe("size");
        Denied(Judge(Enumerable.Range(0, 201)
            .Aggregate(_repo.Open(), (shadow, index) => shadow.With($"n{index}.txt", "x")))).ShouldBe("size");
        Denied(Judge(_repo.Open().With("src/a.py", "a = 2\n")
            .With("src/b.py", "b"), capability: new GuardCapability { MaxFiles = 1 })).ShouldBe("size");
        Asked(Judge(_repo.Open().With("blob.bin", "\0\u0001"))).ShouldBe("binary");
    }

    [Fact]
    public void A_disk_that_moved_on_is_a_denial()
    {
        var shadow = _repo.Open().With("src/a.py", "a = 2\n");
        _repo.Put("src/a.py", "a = 9\n");
        Denied(Judge(shadow)).ShouldBe("base");
    }

    [Fact]
    public void The_repositorys_constitution_can_only_tighten()
    {
        _repo.Put(".tako/constitution.yaml", "protect: [src/**]\nmaxFiles: 5000\nminimumTier: L4\n");
        var law = Constitution.Load(_repo.Root, new SecurityPolicy { Protect = ["protected/**"] });
        law.Faults.ShouldBeEmpty();
        law.MaxFiles.ShouldBe(200);
        law.MinimumTier.ShouldBe("L2");
        law.Protect.ShouldBe([".tako/**", "protected/**", "src/**"]);
        Denied(Judge(_repo.Open().With("src/a.py", "a = 2\n"))).ShouldBe("path.protected");
        _repo.Put(".tako/constitution.yaml", "minimumTier: L1\nmaxFiles: 1\n");
        Constitution.Load(_repo.Root, new()).MinimumTier.ShouldBe("L1");
    }

    [Theory]
    [InlineData("protect: [\n")]
    [InlineData("allowEverything: true\n")]
    [InlineData("protect: src\n")]
    [InlineData("protect: ['!src/**']\n")]
    [InlineData("maxFiles: -1\n")]
    [InlineData("minimumTier: L9\n")]
    [InlineData("- a\n- b\n")]
    [InlineData("")]
    public void A_constitution_that_cannot_be_followed_denies_everything_and_says_why(string text)
    {
        _repo.Put(".tako/constitution.yaml", text);
        var verdict = Judge(_repo.Open().With("src/a.py", "a = 2\n")).ShouldBeOfType<GuardVerdict.Deny>();
        verdict.Findings[0].Rule.ShouldBe("constitution");
        verdict.Findings[0].WayOut.ShouldContain("constitution.yaml");
    }

    [Fact]
    public void A_constitution_behind_a_link_denies_everything()
    {
        File.WriteAllText(Path.Join(_repo.State, "c.yaml"), "maxFiles: 10\n");
        Directory.CreateDirectory(Path.Join(_repo.Root, ".tako"));
        File.CreateSymbolicLink(Path.Join(_repo.Root, ".tako/constitution.yaml"), Path.Join(_repo.State, "c.yaml"));
        Denied(Judge(_repo.Open().With("src/a.py", "a = 2\n"))).ShouldBe("constitution");
    }

    [Fact]
    public void A_hundred_files_and_a_megabyte_are_judged_in_no_time()
    {
        var line = "value = compute(alpha, beta, gamma)  # row {0}\n";
        var shadow = _repo.Open();
        for (var index = 0; index < 100; index++)
        {
            var old = string.Concat(Enumerable.Range(0, 210).Select(row => string.Format(null, line, row)));
            _repo.Put($"src/m{index}.py", old);
            shadow = shadow.With($"src/m{index}.py", old.Replace("row 7", "line 7"));
        }

        var changes = shadow.Changes;
        var evidence = new Evidence { ChangeSetHash = changes.Hash, TestsGreen = true, Tests = ["t"], Tier = "L1" };
        var guard = new IntentGuard(new Constitution(), _ => [], ["s3cr3t-value-of-this-machine"], _ => []);
        var best = Fastest(() => guard.Judge(changes, evidence, new()).ShouldBeOfType<GuardVerdict.Allow>());
        var bare = Fastest(
            () => changes.Changes.Sum(
                change => Lines(change.Base!.Content).Intersect(Lines(change.Content!.Value)).Count()));
        TestContext.Current.SendDiagnosticMessage(
            $"guard: 100 files, {changes.Changes.Sum(change => change.Content!.Value.Length) / 1000} kB in " +
            $"{best.TotalMilliseconds:F1} ms, comparing the lines alone {bare.TotalMilliseconds:F1} ms");
        (best / bare).ShouldBeLessThan(12);
    }

    private static string[] Lines(ReadOnlyMemory<byte> content) => System.Text.Encoding.UTF8.GetString(content.Span).Split('\n');

    private static TimeSpan Fastest(Action run) => Enumerable.Range(0, 30).Min(_ =>
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start);
    });
}
