using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.CSharp;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses.CSharp;

public sealed class CSharpSenseTests
{
    private static readonly string Renamed = SmallSolution.Basket.Replace("Sum() {", "Total() {");

    [Fact]
    public async Task A_renamed_method_hurts_at_its_callers_in_every_project()
    {
        using var shop = new SmallSolution();
        var pains = await shop.PainsAsync("Shop/Basket.cs", Renamed);
        pains.Select(pain => (pain.File!.Value.Value, pain.Code, pain.Line)).ShouldBe(
            [("Shop/Till.cs", "CS1929", 5), ("App/Program.cs", "CS1929", 4)], ignoreOrder: false);
        pains[0].Rung.ShouldBe("semantics");
        pains[0].Tool.ShouldBe("roslyn");
        pains[0].Span.ShouldBe(new PainSpan(5, 35, 5, 41));
        pains[0].WorkspaceHash.ShouldBe(shop.Start.With("Shop/Basket.cs", Renamed).Hash);
    }

    [Fact]
    public async Task A_body_that_is_edited_well_is_well()
    {
        using var shop = new SmallSolution();
        (await shop.PainsAsync("Shop/Basket.cs", SmallSolution.Basket
            .Replace("return _prices.Sum();", "return _prices.Sum() + 0;"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_new_errors_are_told()
    {
        using var shop = new SmallSolution(("Shop/Old.cs", "namespace Shop; class Old { int A = nowhere; int B = \"no\"; }"));
        (await shop.PainsAsync("Shop/Old.cs", "namespace Shop;\n\n// moved\nclass Old { int B = \"no\"; int A = nowhere; }"))
            .ShouldBeEmpty();
        var pains = await shop.PainsAsync("Shop/Old.cs",
            "namespace Shop; class Old { int A = nowhere; int B = \"no\"; int C = \"no\"; }");
        pains.Single().Code.ShouldBe("CS0029");
    }

    [Fact]
    public async Task A_reverted_edit_is_numb_and_a_repaired_one_well()
    {
        using var shop = new SmallSolution();
        var broken = shop.Start.With("Shop/Basket.cs", Renamed);
        (await shop.PainsAsync(broken)).ShouldNotBeEmpty();
        var mended = broken.With("Shop/Till.cs", SmallSolution.Till.Replace("Sum()", "Total()"))
            .With("App/Program.cs", SmallSolution.Main.Replace("Sum()", "Total()"));
        (await shop.PainsAsync(mended)).ShouldBeEmpty();
        (await shop.NumbAsync(broken.With("Shop/Basket.cs", SmallSolution.Basket))).ShouldContain("No C# file is changed");
    }

    [Fact]
    public async Task A_new_abstract_member_hurts_in_the_types_that_derive()
    {
        using var shop = new SmallSolution();
        var pains = await shop.PainsAsync("Shop/Basket.cs", SmallSolution.Basket.Replace("public class Basket\n{",
            "public abstract class Basket\n{\n    public abstract int Weight();"));
        pains.Select(pain => (pain.File!.Value.Value, pain.Code)).ShouldBe([("Shop/Crate.cs", "CS0534"), ("App/Program.cs", "CS0144")]);
    }

    [Fact]
    public async Task New_deleted_and_moved_files_are_followed()
    {
        using var shop = new SmallSolution();
        (await shop.PainsAsync(shop.Start.With("Shop/New.cs", "namespace Shop; public class New { public Till? T; }"))).ShouldBeEmpty();
        (await shop.PainsAsync(shop.Start.With("Shop/New.cs", "namespace Shop; public class New { public Tills? T; }")))
            .Single().Code.ShouldBe("CS0246");
        (await shop.PainsAsync(shop.Start.Without("Shop/Crate.cs"))).ShouldBeEmpty();
        (await shop.PainsAsync(shop.Start.Without("Shop/Basket.cs"))).Select(pain => pain.File!.Value.Value).Distinct()
            .ShouldBe(["Shop/Crate.cs", "Shop/Till.cs", "App/Program.cs"], ignoreOrder: true);
        (await shop.PainsAsync(shop.Start.Moved("Shop/Basket.cs", "Shop/Things/Basket.cs"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_type_of_the_same_name_hurts()
    {
        using var shop = new SmallSolution();
        (await shop.PainsAsync(shop.Start.With("Shop/Copy.cs",
            "namespace Shop; public class Till { }"))).ShouldContain(pain => pain.Code == "CS0101"
            || pain.Code == "CS0260" || pain.Code == "CS0121");
    }

    [Fact]
    public async Task A_changed_project_file_counts()
    {
        using var shop = new SmallSolution();
        var strict = SmallSolution.Library.Replace("</PropertyGroup>",
            "<TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>");
        var unused = "namespace Shop; class Odd { string S = null; }";
        (await shop.PainsAsync(shop.Start.With("Shop/Odd.cs", unused))).ShouldBeEmpty();
        var pains = await shop.PainsAsync(shop.Start.With("Shop/Odd.cs", unused).With("Shop/Shop.csproj", strict));
        pains.Select(pain => pain.Code).ShouldContain("CS8625");
        (await shop.PainsAsync(shop.Start.With("Shop/Shop.csproj", strict.Replace("<ImplicitUsings>enable</ImplicitUsings>", ""))))
            .Select(pain => pain.Code).ShouldContain("CS0246");
    }

    [Fact]
    public async Task A_package_that_is_not_restored_makes_it_numb_and_says_so()
    {
        using var shop = new SmallSolution();
        var asking = SmallSolution.Library.Replace("</Project>",
            "<ItemGroup><PackageReference Include=\"Some.Package\" Version=\"1.0.0\" /></ItemGroup></Project>");
        (await shop.NumbAsync(shop.Start.With("Shop/Shop.csproj", asking))).ShouldContain("Shop/Shop.csproj");
        (await shop.NumbAsync(shop.Start.With("Shop/Shop.csproj", asking))).ShouldContain("restore");
    }

    [Theory]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net48</TargetFramework></PropertyGroup></Project>",
        "framework")]
    [InlineData("<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>", "old kind")]
    [InlineData("<Project Sdk=\"My.Sdk/1.0\" />", "My.Sdk")]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"", "cannot be read")]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework>"
        + "<DefineConstants Condition=\"$([System.DateTime]::Now) == 'x'\">X</DefineConstants></PropertyGroup></Project>", "condition")]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>"
        + "<Target Name=\"T\"><ItemGroup><Compile Include=\"x.cs\" /></ItemGroup></Target></Project>", "makes sources")]
    public async Task What_cannot_be_followed_is_numb(string project, string why)
    {
        using var shop = new SmallSolution(("Shop/Shop.csproj", project));
        (await shop.NumbAsync(shop.Start.With("Shop/Basket.cs", Renamed))).ShouldContain(why);
    }

    [Fact]
    public async Task Where_there_is_no_project_nothing_is_told()
    {
        using var repository = new TempRepository(("a.py", "x = 1"), ("b.cs", "class B { }"));
        var start = repository.Open();
        var sense = new CSharpSense(CSharpWorkspace.Open(start));
        (await sense.FeelAsync(start.With("a.py", "x = 2"), TestContext.Current.CancellationToken)).ShouldBeOfType<Feeling.Numb>();
        (await sense.FeelAsync(start.With("b.cs", "class B { X y; }"), TestContext.Current.CancellationToken))
            .ShouldBeOfType<Feeling.Numb>();
    }

    [Fact]
    public async Task What_a_generator_of_the_framework_fills_in_is_no_pain()
    {
        using var shop = new SmallSolution();
        (await shop.NumbAsync(shop.Start.With("Shop/N.cs", "using System.Text.RegularExpressions; namespace Shop; public partial class N "
            + "{ [GeneratedRegex(\"a\")] private static partial Regex A(); }"))).ShouldContain("generator of the framework");
        (await shop.NumbAsync(shop.Start.With("Shop/N.cs",
            "using System.Text.Json.Serialization; namespace Shop; [JsonSerializable(typeof(int))] "
            + "public partial class N : JsonSerializerContext; class M { object o = N.Default.Int32; }")))
            .ShouldContain("generator of the framework");
    }

    [Fact]
    public async Task A_repository_beyond_the_limit_is_not_compiled()
    {
        using var shop = new SmallSolution();
        shop.Reopen(new CSharpOptions { MostFiles = 3 });
        (await shop.NumbAsync(shop.Start.With("Shop/Basket.cs", Renamed))).ShouldContain("4 C# files");
        shop.Reopen(new CSharpOptions { MostBytes = 100 });
        (await shop.NumbAsync(shop.Start.With("Shop/Basket.cs", Renamed))).ShouldContain("MB of C#");
    }

    [Fact]
    public async Task Globs_links_and_conditions_of_a_project_are_followed()
    {
        var project = """
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="../common.props" />
              <PropertyGroup><DefineConstants>$(DefineConstants);SHOP</DefineConstants></PropertyGroup>
              <PropertyGroup Condition="'$(Level)' >= '3' And $(MSBuildProjectName.StartsWith('Sh')) And !Exists('nothing.txt')">
                <ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <Compile Remove="Templates/**" />
                <Compile Include="../shared/*.cs" LinkBase="Shared" />
                <Compile Include="Templates/Used.cs" />
                <Using Include="System.Text" /><Using Include="System.Math" Static="true" /><Using Include="System.Int32" Alias="Whole" />
                <InternalsVisibleTo Include="App" />
              </ItemGroup>
            </Project>
            """;
        using var shop = new SmallSolution(("Shop/Shop.csproj", project), ("Shop/Templates/Bad.cs", "$$nonsense$$"),
            ("Shop/Templates/Used.cs", "namespace Shop; class Used { }"),
                ("shared/Both.cs", "namespace Shop; class Both { internal Used U = new(); }"),
            ("common.props",
                "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><Level>3</Level></PropertyGroup></Project>"));
        (await shop.PainsAsync(shop.Start.With("Shop/N.cs",
            "#if SHOP && NET8_0_OR_GREATER && DEBUG\nnamespace Shop; class N { Both b = new(); StringBuilder s = new(); "
            + "Whole w = Max(1, 2); }\n#else\nnonsense\n#endif\n")
            .With("App/Peek.cs", "class Peek { Shop.Both b = new(); }"))).ShouldBeEmpty();
        (await shop.Parse.FeelAsync(shop.Start.With("Shop/Templates/Bad.cs", "$$more$$"), TestContext.Current.CancellationToken))
            .ShouldBeOfType<Feeling.Well>();
        (await shop.PainsAsync(shop.Start.With("shared/Both.cs", "namespace Shop; class Both { Unused U; }"))).ShouldNotBeEmpty();
    }
}
