using Tako.Workspace.Sandbox;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>Real tools do their real work in the shadow, and the repository stays byte for byte the same.</summary>
public sealed class ToolchainTests
{
    internal const string TestProject = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup><PackageReference Include="xunit.v3" Version="3.2.2" /></ItemGroup>
        </Project>
        """;

    public static TheoryData<IsolationTier> Overlays => new(IsolationTier.L1, IsolationTier.L2);

    internal static string TestClass(int expected) =>
        $"using Xunit; public class T {{ [Fact] public void Adds() => Assert.Equal({expected}, 2 + 2); }}";

    [Theory, MemberData(nameof(Overlays))]
    public async Task Dotnet_test_is_red_on_disk_and_green_with_the_staged_fix(IsolationTier tier)
    {
        using var repository = new TestRepository().With("t.csproj", TestProject).With("T.cs", TestClass(5))
            .With("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""").Committed();
        var run = repository.Run("dotnet", "test") with
        {
            Staged = repository.Stage(("T.cs", TestClass(4))),
            Timeout = TimeSpan.FromMinutes(2),
        };
        await UnchangedAsync(repository, tier, run, report => report.StandardOutput.ShouldContain("succeeded: 1"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Python_unittest(IsolationTier tier)
    {
        using var repository = new TestRepository().With("calc.py", "def add(a, b): return a - b\n")
            .With("test_calc.py", "import unittest, calc\nclass T(unittest.TestCase):\n    def test_add(self): " +
                "self.assertEqual(calc.add(1, 2), 3)\n").Committed();
        var run = repository.Run("python3", "-m", "unittest");
        (await Sandboxes.RunAsync(tier, run)).ExitCode.ShouldBe(1);
        await UnchangedAsync(repository, tier, run with { Staged = repository.Stage(("calc.py", "def add(a, b): return a + b\n")) },
            report => report.StandardError.ShouldContain("OK"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Node_test_make_and_javac(IsolationTier tier)
    {
        using var repository = new TestRepository()
            .With("a.test.js", "require('node:test').test('adds', () => require('node:assert').equal(1 + 1, 2));\n")
            .With("A.java", "public class A { public static void main(String[] a) { System.out.println(\"from java\"); } }\n")
            .With("Makefile", "all: out\nout: a.test.js\n\tcp a.test.js out && echo made\n").Committed();
        await UnchangedAsync(repository, tier, repository.Run("node", "--test"), report => report.StandardOutput.ShouldContain("pass 1"));
        await UnchangedAsync(repository, tier, repository.Run("make"), report => report.StandardOutput.ShouldContain("made"));
        if (File.Exists("/usr/bin/javac"))
            await UnchangedAsync(repository, tier, repository.Shell("javac A.java && java A"),
                report => report.StandardOutput.ShouldBe("from java\n"));
    }

    private static async Task UnchangedAsync(TestRepository repository, IsolationTier tier, SandboxRun run, Action<RunReport> check)
    {
        var before = repository.Hash();
        var report = await Sandboxes.RunAsync(tier, run);
        report.ExitCode.ShouldBe(0, report.StandardOutput + report.StandardError);
        check(report);
        repository.Hash().ShouldBe(before);
        repository.Command("git", "status", "--porcelain").ShouldBe("");
    }
}
