using Tako.House.Tests.Rules;

namespace Tako.House.Tests;

/// <summary>Each rule finds a breach of it, and nothing in the clean counterpart.</summary>
public sealed class RuleTests
{
    private const string A = "src/Tako.Core/One/A.cs";
    private const string B = "src/Tako.Core/Two/B.cs";

    [Fact]
    public void A_public_type_used_only_in_its_own_file_or_by_tests_is_found()
    {
        const string Alone = "namespace T; public class Lonely { } class Near { Lonely? _x; }";
        const string Test = "namespace X; class LonelyTests { T.Lonely? _x; }";
        Found(UsedTypes.Check, "T.Lonely", (A, Alone));
        Found(UsedTypes.Check, "only tests/T/LonelyTests.cs does", (A, Alone), ("tests/T/LonelyTests.cs", Test));
        Clean(UsedTypes.Check, (A, Alone), (B, "namespace T; class Far { Lonely? _x; }"));
        Clean(UsedTypes.Check, ("src/Tako.Testing/One/A.cs", Alone), ("tests/T/LonelyTests.cs", Test));
    }

    [Fact]
    public void A_type_is_used_when_one_of_its_members_is_or_when_it_is_made_inside_its_family()
    {
        Clean(UsedTypes.Check,
            (A, "namespace T; public static class Reach { public static int Far(this string text) => text.Length; }"),
            (B, "namespace T; class User { int X => \"\".Far(); }"));
        const string Family = "namespace T; public abstract record Answer { private Answer() { } " +
            "public sealed record Yes : Answer; public static Answer Make() => new Yes(); }";
        Clean(UsedTypes.Check, (A, Family), (B, "namespace T; class User { object X => Answer.Make(); }"));
        Found(UsedTypes.Check, "T.Answer.Yes", (A, Family.Replace("new Yes()", "null!", StringComparison.Ordinal)),
            (B, "namespace T; class User { object X => Answer.Make(); }"));
    }

    [Fact]
    public void A_type_at_a_package_border_needs_a_test_and_an_exception_needs_a_use()
    {
        var allowed = new Allowed { PackageBorderTypes = new Dictionary<string, string> { ["T.Lonely"] = "users make it" } };
        var alone = (A, "namespace T; public class Lonely { }");
        Run(UsedTypes.Check, Codebase.Of(allowed, alone)).ShouldHaveSingleItem().ShouldContain("no test uses it");
        Run(UsedTypes.Check, Codebase.Of(allowed, alone, ("tests/T/X.cs", "class X { T.Lonely? _x; }"))).ShouldBeEmpty();
        Run(UsedTypes.Check, Codebase.Of(allowed)).ShouldHaveSingleItem().ShouldContain("needs no exception");
    }

    [Fact]
    public void An_option_that_is_only_written_or_only_checked_is_found()
    {
        const string Options = "namespace T; public sealed record BoatOptions { public int Knots { get; init; } = 3; " +
            "public void Validate() { if (Knots < 0) throw new System.ArgumentException(nameof(Knots)); } }";
        Found(ReadOptions.Check, "BoatOptions.Knots", (A, Options),
            (B, "namespace T; class U { object X => new BoatOptions { Knots = 4 }; }"));
        Found(ReadOptions.Check, "BoatOptions.Knots", (A, Options), ("tests/T/X.cs", "class X { int Y => new T.BoatOptions().Knots; }"));
        Clean(ReadOptions.Check, (A, Options), (B, "namespace T; class U { int X(BoatOptions options) => options.Knots; }"));
        Clean(ReadOptions.Check, (A, Options), (B, "namespace T; class U { bool X(BoatOptions options) => options is { Knots: > 3 }; }"));
    }

    [Fact]
    public void A_metric_that_nothing_records_is_found()
    {
        const string Made = "namespace T; using System.Diagnostics.Metrics; class I(Meter meter) { " +
            "public readonly Counter<long> Calls = meter.CreateCounter<long>(\"tako.calls\"); USE }";
        Found(RecordedMetrics.Check, "tako.calls", (A, Made.Replace("USE", "", StringComparison.Ordinal)));
        Found(RecordedMetrics.Check, "is not kept",
            (A, "class I { void M(System.Diagnostics.Metrics.Meter m) { m.CreateGauge<int>(\"g\"); } }"));
        Clean(RecordedMetrics.Check, (A, Made.Replace("USE", "void Call() => Calls.Add(1);", StringComparison.Ordinal)));
        Clean(RecordedMetrics.Check, (A, Made.Replace("USE", "", StringComparison.Ordinal)),
            (B, "namespace T; class U { void X(I i) => i.Calls.Add(1); }"));
    }

    [Theory]
    [InlineData("Tako.Core", "Tako.Models", true)]
    [InlineData("Tako.Models", "Tako.Reactor", true)]
    [InlineData("Tako", "Tako.Storage.Sqlite", true)]
    [InlineData("Tako.Cli", "Tako.Testing", true)]
    [InlineData("Tako.Storage.Sqlite", "Tako.Core", false)]
    [InlineData("Tako.Cli", "Tako", false)]
    public void An_arrow_between_projects_that_points_up_is_found(string from, string to, bool wrong)
    {
        var project = ($"src/{from}/{from}.csproj",
            $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../{to}/{to}.csproj" /></ItemGroup></Project>""");
        if (wrong)
            Found(ProjectArrows.Check, $"{from} refers to {to}", project);
        else
            Clean(ProjectArrows.Check, project);
    }

    [Fact]
    public void A_driver_outside_its_project_and_a_project_outside_the_graph_are_found()
    {
        const string Driver =
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="Microsoft.Data.Sqlite.Core" /></ItemGroup>
            </Project>
            """;
        Found(ProjectArrows.Check, "only Tako.Storage.Sqlite", ("src/Tako/Tako.csproj", Driver));
        Clean(ProjectArrows.Check, ("src/Tako.Storage.Sqlite/Tako.Storage.Sqlite.csproj", Driver));
        Found(ProjectArrows.Check, "only Tako.Storage.Sqlite", ("src/Tako.Cli/X.cs", "using Microsoft.Data.Sqlite;\n"));
        Found(ProjectArrows.Check, "only Tako.Server", ("src/Tako/Tako.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web" />"""));
        Found(ProjectArrows.Check, "no place", ("src/Tako.Fins/Tako.Fins.csproj", """<Project Sdk="Microsoft.NET.Sdk" />"""));
    }

    [Fact]
    public void A_circle_of_folders_is_found_by_the_types_that_close_it()
    {
        var one = (A, "namespace T; class First { Second? _x; }");
        var two = (B, "namespace T; class Second { Third? _x; }");
        Found(FolderArrows.Check, "One -> Two (First uses Second); Two -> Three (Second uses Third); Three -> One (Third uses First)",
            one, two, ("src/Tako.Core/Three/C.cs", "namespace T; class Third { First? _x; }"));
        Clean(FolderArrows.Check, one, two, ("src/Tako.Core/Three/C.cs", "namespace T; class Third { }"));
        Clean(FolderArrows.Check, one, (B, "namespace T; class Second { }"),
            ("src/Tako.Core/Root.cs", "namespace T; class Root { First? _x; }"));
    }

    [Fact]
    public void An_empty_name_is_found()
    {
        Found(Names.Check, "ends in Manager", (A, "class BoatManager { }"));
        Found(Names.Check, "ends in Data", (A, "record BoatData;"));
        Clean(Names.Check, (A, "class HarbourMaster { }"));
    }

    [Fact]
    public void An_interface_with_one_implementation_is_found()
    {
        var face = (A, "interface IBoat { } class Dinghy : IBoat { }");
        Found(Names.Check, "the one implementation Dinghy", face);
        Found(Names.Check, "no implementation", (A, "interface IBoat { }"));
        Clean(Names.Check, face, ("tests/T/Ketch.cs", "class Ketch : IBoat { }"));
        var allowed = new Allowed { PackageBorderInterfaces = new Dictionary<string, string> { ["IBoat"] = "users build boats" } };
        Run(Names.Check, Codebase.Of(allowed, face)).ShouldBeEmpty();
    }

    [Fact]
    public void A_public_type_without_a_sentence_is_found()
    {
        Found(Docs.Check, "public Boat", (A, "public class Boat { }"));
        Found(Docs.Check, "public Boat", (A, "/// <summary>A boat</summary>\npublic class Boat { }"));
        Clean(Docs.Check, (A, "/// <summary>Carries people over <see cref=\"string\"/>.</summary>\npublic class Boat { }"));
        Clean(Docs.Check, (A, "class Boat { }"));
        Clean(Docs.Check,
            (A, "/// <summary>What became of it.</summary>\npublic abstract record Fate { public sealed record Sunk : Fate; }"));
    }

    [Fact]
    public void A_long_file_and_a_wide_line_are_found()
    {
        Found(Sizes.Check, "601 lines", (A, string.Concat(Enumerable.Repeat("//\n", 601))));
        Found(Sizes.Check, "141 columns", (A, new string('/', 141) + "\n"));
        var long_ = Codebase.Of((A, string.Concat(Enumerable.Repeat("//\n", 500))));
        Run(Sizes.Check, long_).ShouldBeEmpty();
        Sizes.Warnings(long_).ShouldHaveSingleItem().ShouldContain("500 lines");
        Clean(Sizes.Check, ("samples/x/wide.cs", new string('/', 200) + "\n"));
    }

    [Fact]
    public void A_machine_path_and_a_registry_are_found()
    {
        var home = "/" + "root" + "/";
        Found(OnlyItself.Check, "a path of some machine", ("docs/x.md", $"see {home}notes\n"));
        Found(OnlyItself.Check, "names the registry", ("docs/x.md", "from https://www." + "npmjs" + ".com/\n"));
        Clean(OnlyItself.Check, ("docs/x.md", $"the folder net{home}of it, and the package feed\n"));
    }

    [Fact]
    public void Untidy_files_are_found()
    {
        Found(Tidiness.Check, "newline", ("docs/x.md", "words"));
        Found(Tidiness.Check, "tab", (A, "\tclass X { }\n"));
        Found(Tidiness.Check, "not written", (A, "throw new NotImplemented" + "Exception();\n"));
        Clean(Tidiness.Check, (A, "class X { }\n"), ("Makefile", "all:\n\techo\n"));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_found()
    {
        Found(Links.Check, "gone.md", ("docs/x.md", "[x](gone.md)\n"));
        Clean(Links.Check,
            ("docs/x.md", "[y](y.md#part) [up](../README.md) [folder](../docs) [web](https://example.org) [here](#part)\n"),
            ("docs/y.md", "y\n"), ("README.md", "r\n"));
        Clean(Links.Check, ("docs/x.md", "```\n[x](gone.md)\n```\n"));
    }

    private static List<string> Run(Func<Codebase, IEnumerable<Finding>> rule, Codebase code) =>
        [.. rule(code).Select(finding => finding.ToString())];

    private static void Found(Func<Codebase, IEnumerable<Finding>> rule, string what, params ReadOnlySpan<(string, string)> files) =>
        Run(rule, Codebase.Of(files)).ShouldHaveSingleItem().ShouldContain(what);

    private static void Clean(Func<Codebase, IEnumerable<Finding>> rule, params ReadOnlySpan<(string, string)> files) =>
        Run(rule, Codebase.Of(files)).ShouldBeEmpty();
}
