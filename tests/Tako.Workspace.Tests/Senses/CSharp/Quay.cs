using Tako.Workspace.Overlay;

namespace Tako.Workspace.Tests.Senses.CSharp;

/// <summary>
/// One repository with a library and a test project for each framework, restored once and never built: what restoring does not give,
/// the limb has to find by itself.
/// </summary>
public sealed class Quay : IAsyncLifetime
{
    private const string Crane = """
        namespace Quay;
        public static class Crane
        {
            public static int Lift(int load) => load <= 10 ? load : 10;
            public static int Turn(int degrees) => degrees % 360;
        }
        """;

    private const string Platform = "Microsoft.NET.Test.Sdk 17.14.1";

    /// <summary>Packages with their versions, and a test class that passes as long as the crane is well.</summary>
    public static readonly IReadOnlyDictionary<string, (string[] Packages, string Tests)> Kinds =
        new Dictionary<string, (string[], string)>
        {
            ["xunit2"] = (["xunit 2.9.3", "xunit.runner.visualstudio 3.1.5", Platform], Xunit),
            ["xunit3"] = (["xunit.v3 3.2.2"], Xunit),
            ["nunit3"] = (["NUnit 3.14.0", "NUnit3TestAdapter 4.6.0", Platform], NUnit),
            ["nunit4"] = (["NUnit 4.4.0", "NUnit3TestAdapter 5.2.0", Platform], NUnit),
            ["nunit5"] = (["NUnit 5.0.0", "NUnit3TestAdapter 6.3.1", Platform], NUnit),
            ["mstest3"] = (["MSTest.TestFramework 3.11.1", "MSTest.TestAdapter 3.11.1", Platform], MSTest),
            ["mstest4"] = (["MSTest 4.5.2"], MSTest),
            ["tunit"] = (["TUnit 1.81.10"], "public class T { [TUnit.Core.Test] public void A() => Quay.Crane.Lift(1); }"),
        };

    private const string Xunit = """
        using Xunit;
        namespace Quay.Tests;
        public class CraneTests
        {
            [Fact] public void It_turns() => Assert.Equal(1, Crane.Turn(361));
            [Theory] [InlineData(5, 5)] [InlineData(12, 10)]
            public void It_lifts_at_most_ten(int load, int lifted)
            {
                Assert.Equal(lifted, Crane.Lift(load));
            }
            [Fact(Skip = "later")] public void It_swims() => Assert.Fail("never");
        }
        """;

    private const string NUnit = """
        using NUnit.Framework;
        namespace Quay.Tests;
        public class CraneTests
        {
            [Test] public void It_turns() => Assert.That(Crane.Turn(361), Is.EqualTo(1));
            [TestCase(5, 5)] [TestCase(12, 10)]
            public void It_lifts_at_most_ten(int load, int lifted)
            {
                Assert.That(Crane.Lift(load), Is.EqualTo(lifted));
            }
            [Test, Ignore("later")] public void It_swims() => Assert.Fail("never");
        }
        """;

    // Without its own using: the package gives it. The context is in an assembly that no asset names.
    private const string MSTest = """
        namespace Quay.Tests;
        [TestClass]
        public class CraneTests
        {
            public TestContext TestContext { get; set; } = null!;
            [TestMethod] public void It_turns()
            {
                Assert.IsNotNull(TestContext.TestName);
                Assert.AreEqual(1, Crane.Turn(361));
            }
            [DataTestMethod] [DataRow(5, 5)] [DataRow(12, 10)]
            public void It_lifts_at_most_ten(int load, int lifted)
            {
                Assert.AreEqual(lifted, Crane.Lift(load));
            }
            [TestMethod, Ignore("later")] public void It_swims() => Assert.Fail("never");
        }
        """;

    public string Root { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Root = RealPath.Of(Directory.CreateTempSubdirectory("tako-quay-").FullName);
        Put("src/Quay/Quay.csproj", Project("", ""));
        Put("src/Quay/Crane.cs", Crane);
        foreach (var (kind, (packages, tests)) in Kinds)
        {
            Put($"tests/{kind}/Quay.{kind}.csproj", Project("<OutputType>Exe</OutputType>", string.Concat(packages.Select(package =>
                $"<PackageReference Include=\"{package.Split(' ')[0]}\" Version=\"{package.Split(' ')[1]}\" />"))
                + "<ProjectReference Include=\"..\\..\\src\\Quay\\Quay.csproj\" />"));
            Put($"tests/{kind}/CraneTests.cs", tests);
        }

        var solution = "<Solution>" + string.Concat(Kinds.Keys.Select(kind => $"<Project Path=\"tests/{kind}/Quay.{kind}.csproj\" />"))
            + "</Solution>";
        Put("Quay.slnx", solution);
        var (code, output) = await Harbour.DotNetAsync(Root, "restore", "-nodeReuse:false", "Quay.slnx");
        code.ShouldBe(0, output);
    }

    public Shadow Open() => Shadow.Open(Root).ShouldBeOfType<OpenOutcome.Opened>().Shadow;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Project(string properties, string items) =>
        "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework>"
        + $"<ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>{properties}</PropertyGroup>"
        + $"<ItemGroup>{items}</ItemGroup></Project>";

    private void Put(string path, string content)
    {
        var full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
