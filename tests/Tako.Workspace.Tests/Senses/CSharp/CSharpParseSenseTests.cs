using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses.CSharp;

public sealed class CSharpParseSenseTests
{
    [Fact]
    public async Task A_syntax_error_hurts_where_it_is()
    {
        using var shop = new SmallSolution();
        var shadow = shop.Start.With("Shop/Till.cs", SmallSolution.Till.Replace(":0.00}\";", ":0.00}\""));
        var pain = (await FeelAsync(shop, shadow)).ShouldBeOfType<Feeling.Hurt>().Pains.Single();
        (pain.Rung, pain.Code, pain.File!.Value.Value, pain.Line, pain.WorkspaceHash)
            .ShouldBe(("parse", "CS1002", "Shop/Till.cs", 5, shadow.Hash));
    }

    [Fact]
    public async Task Errors_that_were_there_are_not_told_again()
    {
        using var shop = new SmallSolution(("Shop/Bad.cs", "class Bad { int A = ; }"));
        (await FeelAsync(shop, shop.Start.With("Shop/Bad.cs", "// a comment\nclass Bad { int A = ; }"))).ShouldBeOfType<Feeling.Well>();
        (await FeelAsync(shop, shop.Start.With("Shop/Bad.cs", "class Bad { int A = ; int B = ; }"))).ShouldBeOfType<Feeling.Hurt>();
    }

    [Fact]
    public async Task The_projects_own_symbols_count()
    {
        var symbols = SmallSolution.Library.Replace("<Nullable>", "<DefineConstants>SHOP</DefineConstants><Nullable>");
        using var shop = new SmallSolution(("Shop/Shop.csproj", symbols));
        (await FeelAsync(shop, shop.Start.With("Shop/N.cs", "#if SHOP\nclass (\n#endif\n"))).ShouldBeOfType<Feeling.Hurt>();
        (await FeelAsync(shop, shop.Start.With("Shop/N.cs", "#if SHIP\nclass (\n#endif\n"))).ShouldBeOfType<Feeling.Well>();
    }

    [Fact]
    public async Task A_file_based_program_may_have_its_directives()
    {
        using var shop = new SmallSolution();
        (await FeelAsync(shop, shop.Start.With("scripts/run.cs",
            "#!/usr/bin/env dotnet\n#:package Some.Package@1.0.0\nConsole.WriteLine(1);\n")))
            .ShouldBeOfType<Feeling.Well>();
        (await FeelAsync(shop, shop.Start.With("scripts/run.cs", "#!/usr/bin/env dotnet\nConsole.WriteLine(1;\n")))
            .ShouldBeOfType<Feeling.Hurt>();
    }

    [Fact]
    public async Task Nothing_of_CSharp_changed_is_numb()
    {
        using var shop = new SmallSolution();
        (await FeelAsync(shop, shop.Start.With("README.md", "x").With("Shop/obj/Generated.cs", "nonsense (")))
            .ShouldBeOfType<Feeling.Numb>();
        (await FeelAsync(shop, shop.Start.Without("Shop/Crate.cs"))).ShouldBeOfType<Feeling.Numb>();
    }

    private static async Task<Feeling> FeelAsync(SmallSolution shop, Tako.Workspace.Overlay.Shadow shadow) =>
        await shop.Parse.FeelAsync(shadow, TestContext.Current.CancellationToken);
}
