using Tako.Workspace.Senses;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses;

public sealed class TestCommandDetectorTests
{
    private static TestCommand Find(params (string, string)[] files)
    {
        using var repo = new TempRepository(files);
        return TestCommandDetector.Detect(repo.Open()).ShouldBeOfType<TestDetection.Found>().Command;
    }

    [Fact]
    public void Dotnet_tests_run_without_restore_and_without_daemons()
    {
        var command = Find(("App.slnx", "<Solution><Project Path=\"t/T.csproj\" /></Solution>"),
            ("t/T.csproj", "<PackageReference Include=\"xunit\" />"));
        command.Argv.Take(4).ShouldBe(["dotnet", "test", "App.slnx", "--no-restore"]);
        command.Argv.ShouldContain("-nodeReuse:false");
        command.Prepare!.Argv.Take(2).ShouldBe(["dotnet", "restore"]);
    }

    [Theory]
    [InlineData("test_a.py", "import unittest", "unittest", "python3 -m unittest discover")]
    [InlineData("tests/test_a.py", "import unittest", "unittest", "python3 -m unittest discover -s tests")]
    [InlineData("test_a.py", "import pytest", "pytest", "python3 -m pytest")]
    [InlineData("package.json", "{\"scripts\":{\"test\":\"jest\"}}", "npm", "npm test")]
    [InlineData("package.json", "{\"scripts\":{\"test\":\"node --test\"}}", "node", "npm test")]
    [InlineData("a.test.js", "", "node", "node --test")]
    [InlineData("Cargo.toml", "", "cargo", "cargo test")]
    [InlineData("pom.xml", "", "maven", "mvn --offline")]
    [InlineData("build.gradle", "", "gradle", "gradle --offline")]
    [InlineData("settings.gradle.kts", "", "gradle", "gradle --offline")]
    [InlineData("GNUmakefile", "test check: all\n\t./t\n", "make", "make test")]
    [InlineData("Makefile", "test := unit\ncheck::\n\t./t\n", "make", "make check")]
    [InlineData("Makefile", "all:\n\ttrue\ntest: all\n\t./t\n", "make", "make test")]
    public void The_command_follows_from_the_files(string file, string content, string framework, string start)
    {
        var command = Find((file, content));
        command.Framework.ShouldBe(framework);
        string.Join(' ', command.Argv).ShouldStartWith(start);
    }

    [Fact]
    public void Go_modules_with_tests_and_wrappers_are_found()
    {
        Find(("go.mod", "module a"), ("a_test.go", "package a")).Argv.ShouldBe(["go", "test", "-v", "./..."]);
        var maven = Find(("pom.xml", ""), ("mvnw", ""));
        (maven.Argv[0], maven.Prepare!.Argv[0]).ShouldBe(("./mvnw", "./mvnw"));
    }

    [Fact]
    public void A_staged_test_file_counts_and_build_output_does_not()
    {
        using var repo = new TempRepository(("node_modules/x/a.test.js", ""),
            ("package.json", "{\"scripts\":{\"test\":\"echo \\\"Error: no test specified\\\" && exit 1\"}}"));
        TestCommandDetector.Detect(repo.Open()).ShouldBeOfType<TestDetection.None>().ToString().ShouldContain("testCommand");
        TestCommandDetector.Detect(repo.Open().With("b.test.js", ""))
            .ShouldBeOfType<TestDetection.Found>().Command.Framework.ShouldBe("node");
    }

    [Fact]
    public void Three_root_pains_are_shown_with_ten_lines_around_and_the_source_that_the_trace_names()
    {
        using var repo = new TempRepository(("a.py", string.Concat(Enumerable.Range(1, 40).Select(line => $"a{line}\n"))),
            ("b.py", "b1\nb2\nb3\n"));
        var shadow = repo.Open();
        Pain Of(string message) => new()
        {
            Rung = "test", Tool = "t", Message = message, File = ShadowExtensions.At("a.py"), Line = 20, Expected = "left",
            Actual = "right",
            Trace = [new SourcePlace(ShadowExtensions.At("a.py"), 20), new SourcePlace(ShadowExtensions.At("b.py"), 2)],
            WorkspaceHash = shadow.Hash,
        };
        var text = PainPrompt.Write([Of("one"), Of("one"), Of("two"), Of("three"), Of("four")], shadow);
        text.Split("## ").Length.ShouldBe(4);
        text.ShouldContain("2 more failures");
        text.ShouldNotContain("four");
        var shown = text.Split('\n').SkipWhile(line => !line.StartsWith("--- a.py", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("---", StringComparison.Ordinal)).ToList();
        (shown.Count, shown[0].Trim(), shown[^1].Trim()).ShouldBe((10, "16 a16", "25 a25"));
        text.ShouldContain(">    2 b2");
        text.ShouldContain("expected: left\nactual: right");
        var build = Of("broken") with { Rung = "build" };
        PainPrompt.Write([Of("one"), build], shadow).ShouldNotContain("one");
    }

    [Fact]
    public void A_stale_pain_is_not_shown()
    {
        using var repo = new TempRepository(("a.txt", "x"));
        var shadow = repo.Open();
        var pain = new Pain { Rung = "test", Tool = "t", Message = "old news", WorkspaceHash = shadow.Hash };
        PainPrompt.Write([pain], shadow).ShouldContain("old news");
        PainPrompt.Write([pain], shadow.With("a.txt", "y")).ShouldBeEmpty();
    }
}
