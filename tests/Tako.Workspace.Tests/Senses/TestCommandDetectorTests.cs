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
    [InlineData("Makefile", "all:\n\ttrue\ntest: all\n\t./t\n", "make", "make test")]
    public void The_command_follows_from_the_files(string file, string content, string framework, string start)
    {
        var command = Find((file, content));
        command.Framework.ShouldBe(framework);
        string.Join(' ', command.Argv).ShouldStartWith(start);
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
    public void A_stale_pain_is_not_shown()
    {
        using var repo = new TempRepository(("a.txt", "x"));
        var shadow = repo.Open();
        var pain = new Pain { Rung = "test", Tool = "t", Message = "old news", WorkspaceHash = shadow.Hash };
        PainPrompt.Write([pain], shadow).ShouldContain("old news");
        PainPrompt.Write([pain], shadow.With("a.txt", "y")).ShouldBeEmpty();
    }
}
