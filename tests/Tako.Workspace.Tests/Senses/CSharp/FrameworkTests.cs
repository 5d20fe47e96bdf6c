using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.CSharp;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Sandbox;

namespace Tako.Workspace.Tests.Senses.CSharp;

public sealed class FrameworkTests(Quay quay) : IClassFixture<Quay>
{
    private const string Crane = "src/Quay/Crane.cs";

    public static TheoryData<string> Runnable => [.. Quay.Kinds.Keys.Where(kind => kind != "tunit")];

    [Theory]
    [MemberData(nameof(Runnable))]
    public async Task The_impacted_tests_of_each_framework_are_run_from_memory(string kind)
    {
        var start = Alone(kind);
        var sense = new CSharpImpactedTests(CSharpWorkspace.Open(start), await Sandboxes.OfAsync(IsolationTier.L1));
        var well = await FeelAsync(sense, start.With(Crane, start.Text(Crane) + "\n// oiled\n"));
        well.ShouldBeOfType<Feeling.Well>(Told(well));
        var weak = start.With(Crane, start.Text(Crane)!.Replace("load : 10", "load : 9"));
        var hurt = await FeelAsync(sense, weak);
        var pain = hurt.ShouldBeOfType<Feeling.Hurt>(Told(hurt)).Pains.ShouldHaveSingleItem();
        pain.Test.ShouldNotBeNull().ShouldStartWith("Quay.Tests.CraneTests.It_lifts_at_most_ten");
        pain.Test.ShouldContain("12");
        (pain.Expected, pain.Actual, pain.Rung).ShouldBe(("10", "9", "impacted"));
        (pain.File!.Value.Value, pain.Line).ShouldBe(($"tests/{kind}/CraneTests.cs",
            Line(start, $"tests/{kind}/CraneTests.cs", "Crane.Lift(load)")));
        (pain.Code!.EndsWith("Exception", StringComparison.Ordinal), pain.WorkspaceHash).ShouldBe((true, weak.Hash));
    }

    [Theory]
    [InlineData("xunit3", "Fact")]
    [InlineData("nunit4", "NUnit.Framework.Test")]
    [InlineData("mstest4", "TestMethod")]
    public async Task What_a_test_throws_and_a_test_that_ends_the_run_hurt(string kind, string attribute)
    {
        var start = Alone(kind);
        var sense = new CSharpImpactedTests(CSharpWorkspace.Open(start), await Sandboxes.OfAsync(IsolationTier.L1));
        var holder = kind == "mstest4" ? "[TestClass] " : kind == "xunit3" ? "using Xunit;\n" : "";
        string Odd(string statement) => $"{holder}public class Odd {{ [{attribute}] public void Thing() {{ {statement} }} }}";
        var thrown = await FeelAsync(sense, start.With($"tests/{kind}/Odd.cs", Odd("throw new System.FormatException(\"dull\");")));
        var pain = thrown.ShouldBeOfType<Feeling.Hurt>(Told(thrown)).Pains.ShouldHaveSingleItem();
        (pain.Code, pain.Test, pain.Message.Contains("dull")).ShouldBe(("FormatException", "Odd.Thing", true));
        var left = await FeelAsync(sense, start.With($"tests/{kind}/Odd.cs", Odd("System.Environment.Exit(0);")));
        left.ShouldBeOfType<Feeling.Hurt>(Told(left)).Pains.ShouldContain(each => each.Message.Contains("before all tests were done"));
    }

    [Fact]
    public async Task A_framework_that_only_generated_code_can_run_leaves_the_sense_numb()
    {
        var start = Alone("tunit");
        var sense = new CSharpImpactedTests(CSharpWorkspace.Open(start), await Sandboxes.OfAsync(IsolationTier.L1));
        (await FeelAsync(sense, start.With(Crane, start.Text(Crane) + "\n// oiled\n"))).ShouldBeOfType<Feeling.Numb>()
            .Why.ShouldContain("TUnit");
    }

    /// <summary>The repository with one of its test projects.</summary>
    private Shadow Alone(string kind) => Quay.Kinds.Keys.Where(other => other != kind).Aggregate(quay.Open(),
        (shadow, other) => shadow.Without($"tests/{other}/Quay.{other}.csproj").Without($"tests/{other}/CraneTests.cs"));

    private static int Line(Shadow shadow, string file, string part) =>
        Array.FindIndex(shadow.Text(file)!.Split('\n'), line => line.Contains(part, StringComparison.Ordinal)) + 1;

    private static string Told(Feeling feeling) => feeling switch
    {
        Feeling.Hurt hurt => string.Join('\n', hurt.Pains.Select(pain => $"{pain.Test}: {pain.Message}")),
        Feeling.Numb numb => numb.Why,
        _ => "well",
    };

    private static async Task<Feeling> FeelAsync(CSharpImpactedTests sense, Shadow shadow) =>
        await sense.FeelAsync(shadow, TestContext.Current.CancellationToken);
}
