using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses.CSharp;
using Tako.Workspace.Senses.CSharp.Testing;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Sandbox;

namespace Tako.Workspace.Tests.Senses.CSharp;

public sealed class CSharpImpactedTestsTests(Harbour harbour) : IClassFixture<Harbour>
{
    private const string Tests = "tests/Harbour.Tests/TideTests.cs";

    [Fact]
    public async Task Failing_tests_hurt_with_what_was_expected_and_where()
    {
        var (start, sense) = await OpenAsync();
        var shadow = start.With("src/Harbour/Tide.cs", start.Text("src/Harbour/Tide.cs") + "\n// looked at\n");
        var pains = (await FeelAsync(sense, shadow)).ShouldBeOfType<Feeling.Hurt>().Pains;
        var pain = pains.Single(one => one.Test == "Harbour.Tests.TideTests.Water_climbs_by_the_rule_of_twelfths(hours: 1, height: 1)");
        (pain.Rung, pain.Code, pain.WorkspaceHash).ShouldBe(("impacted", "EqualException", shadow.Hash));
        pain.Expected.ShouldNotBeNull().ShouldStartWith("1");
        pain.Actual.ShouldNotBeNullOrEmpty();
        (pain.File!.Value.Value, pain.Line).ShouldBe((Tests, 16));
    }

    [Fact]
    public async Task The_mended_repository_is_well_and_the_disk_untouched()
    {
        var before = File.ReadAllBytes(Path.Join(harbour.Root, "tests/Harbour.Tests/bin/Debug/net10.0/Harbour.dll"));
        var (start, sense) = await OpenAsync();
        (await FeelAsync(sense, Harbour.Mended(start))).ShouldBeOfType<Feeling.Well>();
        File.ReadAllBytes(Path.Join(harbour.Root, "tests/Harbour.Tests/bin/Debug/net10.0/Harbour.dll")).ShouldBe(before);
        Directory.EnumerateFiles(harbour.Root, "*Tako*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repository_that_was_never_built_runs_from_the_package_folder()
    {
        using var unbuilt = new TempRepository();
        foreach (var file in Directory.EnumerateFiles(harbour.Root, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/") && !file.Contains("/Debug/")))
            unbuilt.Put(Path.GetRelativePath(harbour.Root, file), File.ReadAllBytes(file));
        var start = unbuilt.Open();
        var sense = new CSharpImpactedTests(CSharpWorkspace.Open(start), await Sandboxes.OfAsync(IsolationTier.L1));
        (await FeelAsync(sense, Harbour.Mended(start))).ShouldBeOfType<Feeling.Well>();
        (await FeelAsync(sense, start.With("src/Harbour/Tide.cs", start.Text("src/Harbour/Tide.cs") + "\n")))
            .ShouldBeOfType<Feeling.Hurt>();
    }

    [Theory]
    [InlineData("Environment.Exit(0);", "before all tests were done")]
    [InlineData("Environment.FailFast(\"gone\");", "before all tests were done")]
    [InlineData("Console.WriteLine(\"\\ntako-0 0 start\\ntako-0 1 passed YQo=\\ntako-0 2 end\"); Environment.Exit(0);", "before all")]
    public async Task A_test_run_that_ends_early_is_never_well(string statement, string said)
    {
        var (start, sense) = await OpenAsync();
        var shadow = Harbour.Mended(start).With("tests/Harbour.Tests/Odd.cs",
            $"namespace Harbour.Tests; public class Odd {{ [Fact] public void Leaves() {{ {statement} }} }}");
        (await FeelAsync(sense, shadow)).ShouldBeOfType<Feeling.Hurt>().Pains.ShouldContain(pain => pain.Message.Contains(said));
    }

    [Fact]
    public async Task Where_no_test_is_left_it_is_numb()
    {
        var (start, sense) = await OpenAsync();
        var shadow = start.Without(Tests).Without("tests/Harbour.Tests/MooringFeeTests.cs")
            .Without("tests/Harbour.Tests/HarbourMasterTests.cs");
        (await FeelAsync(sense, shadow)).ShouldBeOfType<Feeling.Numb>().Why.ShouldContain("No test was found");
        var skipped = shadow.With(Tests, "namespace Harbour.Tests; public class T { [Fact(Skip = \"later\")] public void A() { } }");
        (await FeelAsync(sense, skipped)).ShouldBeOfType<Feeling.Numb>().Why.ShouldContain("skipped");
    }

    [Fact]
    public async Task A_new_package_that_is_not_restored_is_numb()
    {
        var (start, sense) = await OpenAsync();
        var asking = start.Text(Harbour.TestProject)!.Replace("<Using ",
            "<PackageReference Include=\"Some.More\" VersionOverride=\"1.0.0\" /><Using ");
        (await FeelAsync(sense, start.With(Harbour.TestProject, asking))).ShouldBeOfType<Feeling.Numb>().Why.ShouldContain("Some.More");
    }

    [Fact]
    public async Task A_renamed_method_hurts_in_the_tests_that_call_it()
    {
        var start = harbour.Open();
        var sense = new CSharpSense(CSharpWorkspace.Open(start));
        var tide = start.Text("src/Harbour/Tide.cs")!;
        var pains = (await sense.FeelAsync(start.With("src/Harbour/Tide.cs", tide.Replace("FirstHourAbove", "FirstHour")), Token))
            .ShouldBeOfType<Feeling.Hurt>().Pains;
        pains.Select(pain => (pain.File!.Value.Value, pain.Code)).Distinct().ShouldBe([(Tests, "CS1061")]);
        (await sense.FeelAsync(Harbour.Mended(start), Token)).ShouldBeOfType<Feeling.Well>();
    }

    [Fact]
    public void Records_of_another_name_or_out_of_order_do_not_count()
    {
        TestRecords.Read("\nmine 0 start\n\nother 1 passed YQo=\n\nmine 1 passed YQo=\nmine 2 end\n", "mine").Passed.ShouldBe(1);
        TestRecords.Read("\nmine 0 start\n\nmine 2 end\n", "mine").IsWhole.ShouldBeFalse();
        TestRecords.Read("\nmine 0 start\n\nmine 1 passed ???\nmine 2 end\n", "mine").IsWhole.ShouldBeFalse();
        TestRecords.Read("tests passed: 12\n", "mine").HasStarted.ShouldBeFalse();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<Feeling> FeelAsync(CSharpImpactedTests sense, Shadow shadow) => await sense.FeelAsync(shadow, Token);

    private async Task<(Shadow, CSharpImpactedTests)> OpenAsync()
    {
        var start = harbour.Open();
        return (start, new CSharpImpactedTests(CSharpWorkspace.Open(start), await Sandboxes.OfAsync(IsolationTier.L1)));
    }
}
