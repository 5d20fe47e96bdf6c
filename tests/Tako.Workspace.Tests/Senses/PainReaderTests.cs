using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Tako.Workspace.Senses;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses;

public sealed class PainReaderTests
{
    private static Pain First(string framework, string output, string stderr = "") =>
        PainReader.Read(framework, output, stderr, 1, "/repo")[0];

    [Fact]
    public void A_compiler_error_comes_before_the_tests_and_once()
    {
        const string Output = "/repo/src/A.cs(12,34): error CS1002: ; expected [/repo/src/A.csproj]\n" +
            "/repo/src/A.cs(12,34): error CS1002: ; expected [/repo/src/A.csproj]\n";
        var pain = PainReader.Read("dotnet", Output, "", 1, "/repo").ShouldHaveSingleItem();
        (pain.Rung, pain.Code, pain.File?.Value, pain.Line, pain.Message).ShouldBe(("build", "CS1002", "src/A.cs", 12, "; expected"));
        pain.Span.ShouldBe(new PainSpan(12, 34, 12, 34));
    }

    [Fact]
    public void A_failed_xunit_test_is_read_with_its_values_and_place()
    {
        const string Output = "  Failed Calc.Tests.Adds [12 ms]\n  Error Message:\n   Assert.Equal() Failure: " +
            "Values differ\nExpected: 3\nActual:   -1\n  Stack Trace:\n     at Calc.Tests.Adds() in " +
            "/repo/tests/T.cs:line 9\n\nFailed!  - Failed:     1, Passed:     4, Skipped:     1, Total:     6, " +
            "Duration: 9 ms\n";
        var pain = First("dotnet", Output);
        (pain.Test, pain.Expected, pain.Actual, pain.File?.Value, pain.Line).ShouldBe(("Calc.Tests.Adds", "3", "-1", "tests/T.cs", 9));
        pain.Message.ShouldContain("Values differ");
        PainReader.Tally("dotnet", Output, "").ShouldBe(new TestTally(4, 1, 1));
    }

    [Fact]
    public void A_pytest_failure_is_read()
    {
        const string Output = "____ test_add ____\n\n    def test_add():\n>       assert add(1, 2) == 3\n" +
            "E       assert -1 == 3\nE        +  where -1 = add(1, 2)\n\ntests/test_a.py:5: AssertionError\n" +
            "=== short test summary info ===\nFAILED tests/test_a.py::test_add - assert -1 == 3\n" +
            "1 failed, 2 passed, 1 skipped in 0.02s\n";
        var pain = First("pytest", Output);
        (pain.Test, pain.Expected, pain.Actual, pain.File?.Value, pain.Line, pain.Code)
            .ShouldBe(("test_add", "3", "-1", "tests/test_a.py", 5, "AssertionError"));
        PainReader.Tally("pytest", Output, "").ShouldBe(new TestTally(2, 1, 1));
    }

    [Theory]
    [InlineData("go", "=== RUN   TestAdd\n    calc_test.go:8: got -1, want 3\n" +
        "--- FAIL: TestAdd (0.00s)\n    calc_test.go:8: got -1, want 3\nFAIL\n", "TestAdd", "calc_test.go", 8)]
    [InlineData("cargo", "---- tests::adds stdout ----\nthread 'tests::adds' panicked at src/lib.rs:12:9:\n" +
        "assertion `left == right` failed\n  left: -1\n right: 3\n\nfailures:\n    tests::adds\n", "tests::adds",
        "src/lib.rs", 12)]
    [InlineData("gradle", "CalcTest > adds() FAILED\n    org.opentest4j.AssertionFailedError: expected: " +
        "<3> but was: <-1>\n        at app//CalcTest.adds(CalcTest.java:12)\n\n", "CalcTest > adds()",
        "CalcTest.java", 12)]
    [InlineData("npm", "  ● math › adds\n\n    Expected: 3\n    Received: -1\n" +
        "\n      at Object.<anonymous> (src/a.test.js:5:10)\n\nTests:       1 failed, 2 passed, 3 total\n",
        "math › adds", "src/a.test.js", 5)]
    public void Other_frameworks_are_read(string framework, string output, string test, string file, int line)
    {
        var pain = First(framework, output);
        (pain.Test, pain.File?.Value, pain.Line, pain.Expected, pain.Actual).ShouldBe((test, file, line, "3", "-1"));
    }

    [Theory]
    [InlineData("make", "calc.c:5:3: error: expected ';' before '}' token\n", "calc.c", 5)]
    [InlineData("go", "./calc.go:5:2: undefined: x\n", "calc.go", 5)]
    [InlineData("cargo", "error[E0308]: mismatched types\n --> src/lib.rs:5:9\n", "src/lib.rs", 5)]
    [InlineData("maven", "[ERROR] /repo/src/A.java:[7,10] ';' expected\n[ERROR] COMPILATION ERROR\n", "src/A.java", 7)]
    [InlineData("unittest", "  File \"/repo/calc.py\", line 3\n    def add(\n           ^\n" +
        "SyntaxError: '(' was never closed\n", "calc.py", 3)]
    public void Compilers_are_read(string framework, string output, string file, int line)
    {
        var pain = First(framework, output);
        (pain.Rung, pain.File?.Value, pain.Line).ShouldBe(("build", file, line));
    }

    [Fact]
    public void A_real_python_failure_is_read()
    {
        using var repo = new TempRepository(("calc.py", "def add(a, b):\n    return a - b\n"),
            ("test_calc.py", "import unittest\nimport calc\n\n" +
                "class T(unittest.TestCase):\n    def test_add(self):\n        self.assertEqual(calc.add(1, 2), " +
                "3)\n    def test_ok(self):\n        pass\n"));
        var (output, errors, code) = Run(repo, "python3", "-m", "unittest");
        var pain = PainReader.Read("unittest", output, errors, code, repo.Root).ShouldHaveSingleItem();
        (pain.File?.Value, pain.Line, pain.Expected, pain.Actual, pain.Code).ShouldBe(("test_calc.py", 6, "3", "-1", "AssertionError"));
        PainReader.Tally("unittest", output, errors).ShouldBe(new TestTally(1, 1, 0));
        PainPrompt.Write([pain], repo.Open()).ShouldContain(">    6         self.assertEqual(calc.add(1, 2), 3)");
    }

    [Fact]
    public void A_real_node_failure_is_read()
    {
        using var repo = new TempRepository(
            ("a.test.js", "const test = require('node:test');\nconst assert = require('node:assert');\n" +
                "test('adds', () => {\n  assert.strictEqual(-1, 3);\n});\ntest('fine', () => {});\n"));
        var (output, errors, code) = Run(repo, "node", "--test");
        var pains = PainReader.Read("node", output, errors, code, repo.Root);
        pains.ShouldContain(pain => pain.Test == "adds" && pain.Expected == "3" && pain.Actual == "-1"
            && pain.File!.Value.Value == "a.test.js");
        PainReader.Tally("node", output, errors)!.Failed.ShouldBe(1);
        PainReader.Read("node", "", "Assertion failed: sum\n", 0, repo.Root).ShouldHaveSingleItem().Code.ShouldBe("AssertionFailed");
        foreach (var printed in (string[])["# Assertion failed: sum\n",
            "  console.assert\n    Assertion failed: sum\n", "Assertion failed\n"])
            PainReader.Read("npm", printed, "", 0, repo.Root).ShouldHaveSingleItem().Code.ShouldBe("AssertionFailed");
    }

    [Fact]
    public void A_fingerprint_is_deaf_to_numbers_paths_and_addresses()
    {
        static string Of(string message) => new Pain { Rung = "test", Tool = "t", Message = message }.Fingerprint;
        Of("at /tmp/a1/x.py:12 object 0xdeadbeef after 1.2s").ShouldBe(Of("at /home/b/x.py:99 object 0x1234 after 3.4s"));
        Of("no row 550e8400-e29b-41d4-a716-446655440000 at 12:03:44.120").ShouldBe(
            Of("no row 0f8fad5b-d9cb-469f-a165-70867728950e at 09:59:01.7"));
        Of("expected a list").ShouldNotBe(Of("expected a map"));
    }

    [Fact]
    public void A_red_run_without_a_known_form_shows_its_end()
    {
        First("make", "all fine so far\nmake: *** [test] Segmentation fault\n").Message.ShouldContain("Segmentation fault");
        First("x", "").Message.ShouldContain("printed nothing");
        PainReader.Read("pytest", "1 passed in 0.01s\n", "", 0, "/repo").ShouldBeEmpty();
    }

    [Fact]
    public void No_output_makes_the_reader_throw()
    {
        var pieces =
            (string[])["FAIL: a\n", "Traceback (most recent call last):\n",
                "  File \"/repo/a.py\", line 99999999999\n", "not ok 1 - x\n", "E  assert 1 == 2\n",
                "a(1,2): error CS1: x\n",
            "Tests:  1 failed, 2 total\n", "Ran 9999999999999 tests in 1s\n", "error: x\n", "AssertionError: \n",
                "\u001b[31m", "--- FAIL: T\n", "==== 1 failed in 1s ====\n"];
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<string?>(), (picks, noise) =>
        {
            var output = string.Concat(picks.Select(pick => pieces[(uint)pick % pieces.Length])) + noise;
            foreach (var framework in (string[])["dotnet", "unittest", "pytest", "node", "npm", "go", "cargo", "maven", "make"])
            {
                PainReader.Read(framework, output, noise ?? "", 1, "/repo").Count.ShouldBeInRange(1, 100);
                PainReader.Tally(framework, output, "");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static (string Output, string Errors, int Code) Run(TempRepository repo, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = repo.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, errors.Result, process.ExitCode);
    }
}
