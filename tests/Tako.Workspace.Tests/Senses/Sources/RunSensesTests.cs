using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.JavaScript;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Python;
using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Sandbox;
using Tako.Workspace.Tests.Senses.Workers;

namespace Tako.Workspace.Tests.Senses.Sources;

public sealed class RunSensesTests
{
    private static readonly (string, string)[] Sea =
    [
        ("sea/__init__.py", ""),
        ("sea/tide.py", "def height(hour):\n    return hour % 12\n"),
        ("sea/wind.py", "def force():\n    return 3\n"),
        ("tests/test_tide.py",
            "import unittest\nfrom sea import tide\n\nclass T(unittest.TestCase):\n    def test_height(self):\n"
                + "        self.assertEqual(tide.height(13), 1)\n"),
        ("tests/test_wind.py",
            "import unittest\nfrom sea.wind import force\n\nclass W(unittest.TestCase):\n    def test_force(self):\n"
                + "        self.assertEqual(force(), 3)\n"),
    ];

    private static readonly (string, string)[] Port =
    [
        ("tide.js", "module.exports = { height: (hour) => hour % 12 };\n"),
        ("wind.js", "module.exports = { force: () => 3 };\n"),
        ("tide.test.js", "const test = require('node:test');\nconst { height } = require('./tide');\n"
            + "test('tide', () => console.assert(height(13) === 1, 'height'));\n"),
        ("wind.test.js", "const test = require('node:test');\nconst { force } = require('./wind');\n"
            + "test('wind', () => console.assert(force() === 3));\n"),
    ];

    [Fact]
    public async Task Only_the_python_tests_that_reach_a_change_are_run()
    {
        using var repository = new TempRepository(Sea);
        var start = repository.Open();
        var ran = new List<SandboxRun>();
        var sense = await ImpactedAsync(start, ran, PythonSenses.Open);
        await sense.IsWellAsync(start.With("sea/tide.py", "def height(hour):\n    return hour - 12\n"));
        ran.ShouldHaveSingleItem().Command.ShouldBe(["python3", "-m", "unittest", "test_tide"]);
        var pains = await sense.HurtsAsync(start.With("sea/tide.py", "def height(hour):\n    return hour\n"));
        pains.ShouldHaveSingleItem().Rung.ShouldBe("impacted");
        pains[0].Actual.ShouldBe("13");
        (await sense.IsNumbAsync(start.With("sea/__init__.py", "NAME = 1\n"))).ShouldContain("full run says the same");
        (await sense.IsNumbAsync(start.With("sea/new.py", "X = 1\n"))).ShouldContain("No test reaches");
        (await sense.IsNumbAsync(start.With("README.md", "x"))).ShouldContain("No Python file");
    }

    [Fact]
    public async Task Only_the_javascript_tests_that_reach_a_change_are_run_and_a_failed_assert_line_is_red()
    {
        using var repository = new TempRepository(Port);
        var start = repository.Open();
        var ran = new List<SandboxRun>();
        var sense = await ImpactedAsync(start, ran, JavaScriptSenses.Open);
        await sense.IsWellAsync(start.With("tide.js", "module.exports = { height: (hour) => hour - 12 };\n"));
        ran.ShouldHaveSingleItem().Command.ShouldBe(["node", "--test", "tide.test.js"]);
        var pain = (await sense.HurtsAsync(start.With("tide.js",
            "module.exports = { height: (hour) => hour };\n"))).ShouldHaveSingleItem();
        (pain.Rung, pain.Code).ShouldBe(("impacted", "AssertionFailed"));
    }

    [Theory]
    [InlineData("pytest", "python3 -m pytest -q -p no:cacheprovider tests",
        "python3 -m pytest -q -p no:cacheprovider tests/test_tide.py")]
    [InlineData("unittest", "python3 -m unittest discover", "python3 -m unittest tests.test_tide")]
    [InlineData("unittest", "python3 -m unittest tests.test_wind", null)]
    [InlineData("pytest", "make test", null)]
    public void A_command_is_narrowed_where_its_shape_is_known(string framework, string command, string? narrowed)
    {
        using var repository = new TempRepository(Sea);
        var run = PythonTestReach.Only(repository.Open(), new TestCommand(command.Split(' '), framework, "named"),
            [ShadowExtensions.At("tests/test_tide.py")]);
        (run is null ? null : string.Join(' ', run.Command)).ShouldBe(narrowed);
    }

    [Fact]
    public async Task The_repositorys_own_checker_is_heard_for_what_is_new()
    {
        // Stands in for a linter: one that the repository brings along and that says where it sees a bad word.
        const string Linter = "#!/bin/sh\nshift 4\nfor file in \"$@\"; do grep -n BAD \"$file\" | while IFS=: read -r line rest; do\n"
            + "echo \"$file:$line:1: F821 undefined name '$rest'\"; done; done\ntrue\n";
        using var repository = new TempRepository([.. Sea, (".flake8", "[flake8]\n"), ("old.py", "BAD_OLD = 1\n"),
            (".venv/bin/flake8", Linter)]);
        File.SetUnixFileMode(Path.Join(repository.Root, ".venv/bin/flake8"), (UnixFileMode)0b111_101_101);
        var start = repository.Open();
        var sandbox = await BestAsync();
        var sense = PythonSenses.Open(start, Feelings.Workers, sandbox.RunAsync).Last(each => each.Rung == "semantics");
        await sense.IsWellAsync(start.With("old.py", "# moved\n\nBAD_OLD = 1\n"));
        var pain = (await sense.HurtsAsync(start.With("old.py", "BAD_OLD = 1\nBAD_NEW = 2\n"))).ShouldHaveSingleItem();
        (pain.Tool, pain.Code, pain.Line, pain.Message).ShouldBe(("flake8", "F821", 2, "undefined name 'BAD_NEW = 2'"));
        await PythonSenses.Open(start, Feelings.Workers, sandbox.RunAsync).Last(each => each.Rung == "semantics")
            .IsNumbAsync(start.With("README.md", "x"));
    }

    [Fact]
    public void A_checkers_lines_are_read_in_all_their_forms()
    {
        const string Output = "src/a.py:3:5: F821 undefined name 'x'\nsrc/a.py:4:1: error: Name \"y\" is not defined  [name-defined]\n"
            + "  /repo/src/b.py:7:2 - error: Import \"z\" could not be resolved (reportMissingImports)\n"
            + "src/c.ts(2,9): error TS2304: Cannot find name 'q'.\n"
            + "Found 3 errors.\n";
        var tool = Tako.Workspace.Senses.Sources.RepositoryTool.ForPython[0];
        tool.Read(Output, "/repo").Select(finding => $"{finding.File}:{finding.Span.Line} {finding.Kind}").ShouldBe(
            ["src/a.py:3 F821", "src/a.py:4 name-defined", "src/b.py:7 reportMissingImports", "src/c.ts:2 TS2304"]);
    }

    private static async Task<ISense> ImpactedAsync(Shadow start, List<SandboxRun> ran,
        Func<Shadow, Tako.Workspace.Senses.Workers.ParseWorkers, Tako.Workspace.Senses.Sources.Runs?, TestCommand?,
            IReadOnlyList<ISense>> open)
    {
        var sandbox = await BestAsync();
        var command = TestCommandDetector.Detect(start).ShouldBeOfType<TestDetection.Found>().Command;
        return open(start, Feelings.Workers, (run, token) =>
        {
            ran.Add(run);
            return sandbox.RunAsync(run, token);
        }, command).Single(sense => sense.Rung == "impacted");
    }

    private static async Task<ISandbox> BestAsync() => (await Sandboxes.Ladder).Best(IsolationTier.L4).ShouldNotBeNull();
}
