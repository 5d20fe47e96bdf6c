using Tako.Workspace.Sandbox;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>Real tools do their real work in the shadow, and the repository stays byte for byte the same.</summary>
public sealed class ToolchainTests
{
    private const string Project =
        """
        <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
        """;

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
    public async Task Dotnet_build_sees_the_staged_error_and_the_staged_fix(IsolationTier tier)
    {
        using var repository = new TestRepository()
            .With("p.csproj", Project)
            .With("C.cs", "public class C { public int F() => 1 }\n").Committed();
        var run = repository.Run("dotnet", "build", "-v", "q") with { Timeout = TimeSpan.FromMinutes(2) };
        (await Sandboxes.RunAsync(tier, run)).StandardOutput.ShouldContain("CS1002");
        await UnchangedAsync(repository, tier,
            run with { Staged = repository.Stage(("C.cs", "public class C { public int F() => 1; }\n")) },
            report => report.StandardOutput.ShouldContain("0 Error(s)"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Pytest(IsolationTier tier)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pytest") || File.Exists("/usr/bin/pytest-3") || File.Exists("/usr/bin/py.test-3"),
            "pytest is not installed");
        using var repository = new TestRepository().With("calc.py", "def add(a, b): return a - b\n")
            .With("test_calc.py", "import calc\ndef test_add(): assert calc.add(1, 2) == 3\n").Committed();
        var run = repository.Run("/usr/bin/python3", "-m", "pytest", "-q");
        (await Sandboxes.RunAsync(tier, run)).ExitCode.ShouldBe(1);
        await UnchangedAsync(repository, tier, run with { Staged = repository.Stage(("calc.py", "def add(a, b): return a + b\n")) },
            report => report.StandardOutput.ShouldContain("1 passed"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Node_test(IsolationTier tier)
    {
        using var repository = new TestRepository()
            .With("a.test.js", "require('node:test').test('adds', () => require('node:assert').equal(1 + 1, 2));\n").Committed();
        await UnchangedAsync(repository, tier, repository.Run("node", "--test"), report => report.StandardOutput.ShouldContain("pass 1"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Make(IsolationTier tier)
    {
        using var repository = new TestRepository().With("in", "x")
            .With("Makefile", "all: out\nout: in\n\tcp in out && echo made\n").Committed();
        await UnchangedAsync(repository, tier, repository.Run("make"), report => report.StandardOutput.ShouldContain("made"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Javac(IsolationTier tier)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/javac"), "javac is not installed");
        using var repository = new TestRepository()
            .With("A.java", "public class A { public static void main(String[] a) { System.out.println(\"from java\"); } }\n").Committed();
        await UnchangedAsync(repository, tier, repository.Shell("javac A.java && java A") with { Timeout = TimeSpan.FromMinutes(2) },
            report => report.StandardOutput.ShouldBe("from java\n"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_warm_limb_keeps_the_build_servers_for_the_next_build(IsolationTier tier)
    {
        using var repository = new TestRepository()
            .With("p.csproj", Project)
            .With("C.cs", "public class C { public int F() => 1; }\n").Committed();
        var before = repository.Hash();
        var run = repository.Run("dotnet", "build", "-v", "q") with { Timeout = TimeSpan.FromMinutes(3) };
        await using (var limb = await WarmLimbTests.OpenAsync(tier, repository))
        {
            var first = await WarmLimbTests.RunAsync(limb, run);
            first.ExitCode.ShouldBe(0, first.StandardOutput + first.StandardError);
            Servers().ShouldBeGreaterThan(0);
            var red = await WarmLimbTests.RunAsync(limb,
                run with { Staged = repository.Stage(("C.cs", "public class C { int F() => 1 }\n")) });
            red.StandardOutput.ShouldContain("CS1002");
            var green = await WarmLimbTests.RunAsync(limb, run with
            {
                Staged = repository.Stage(("C.cs", "public class C { int F() => 2; }\n"), ("D.cs", "public class D : C;\n")),
            });
            green.ExitCode.ShouldBe(0, green.StandardOutput);
        }

        // Those of another test beside this one end with it.
        SpinWait.SpinUntil(static () => Servers() == 0, TimeSpan.FromMinutes(1)).ShouldBeTrue();
        repository.Hash().ShouldBe(before);
    }

    /// <summary>Build servers inside a namespace of this process's.</summary>
    private static int Servers() =>
        Tako.Workspace.Sandbox.Watching.ProcessTree.Descendants(Environment.ProcessId).Count(id =>
        {
            try
            {
                var line = File.ReadAllText($"/proc/{id}/cmdline");
                return line.Contains("nodemode:", StringComparison.OrdinalIgnoreCase)
                    || line.Contains("VBCSCompiler", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        });

    private static async Task UnchangedAsync(TestRepository repository, IsolationTier tier, SandboxRun run, Action<RunReport> check)
    {
        repository.Command("git", "status", "--porcelain").ShouldBe("");
        var before = repository.Hash();
        var report = await Sandboxes.RunAsync(tier, run);
        report.ExitCode.ShouldBe(0, report.StandardOutput + report.StandardError);
        check(report);
        repository.Hash().ShouldBe(before);
        repository.Command("git", "status", "--porcelain").ShouldBe("");
    }
}
