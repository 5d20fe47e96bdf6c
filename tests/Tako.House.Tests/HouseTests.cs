using Tako.House.Tests.Rules;

namespace Tako.House.Tests;

/// <summary>The rules of the house, held against the real tree.</summary>
public sealed class HouseTests(ITestOutputHelper output)
{
    private static readonly Lazy<Codebase> Tree = new(() => new Codebase(Repository.Read(), Allowed.ByTheHouse));

    [Fact]
    public void Every_public_type_is_used_outside_its_file() => Holds(UsedTypes.Check);

    [Fact]
    public void Every_option_is_read() => Holds(ReadOptions.Check);

    [Fact]
    public void Every_metric_is_recorded() => Holds(RecordedMetrics.Check);

    [Fact]
    public void No_arrow_between_projects_points_up() => Holds(ProjectArrows.Check);

    [Fact]
    public void No_folders_of_a_project_form_a_circle() => Holds(FolderArrows.Check);

    [Fact]
    public void Names_say_what_things_are() => Holds(Names.Check);

    [Fact]
    public void Every_public_type_says_what_it_is_for() => Holds(Docs.Check);

    [Fact]
    public void Files_and_lines_stay_short()
    {
        foreach (var warning in Sizes.Warnings(Tree.Value))
            output.WriteLine(warning);
        Holds(Sizes.Check);
    }

    [Fact]
    public void The_project_speaks_only_of_itself() => Holds(OnlyItself.Check);

    [Fact]
    public void The_files_are_tidy() => Holds(Tidiness.Check);

    [Fact]
    public void Every_link_leads_somewhere() => Holds(Links.Check);

    private static void Holds(Func<Codebase, IEnumerable<Finding>> rule)
    {
        var findings = rule(Tree.Value).Select(finding => finding.ToString()).Distinct().Order(StringComparer.Ordinal).ToList();
        if (findings.Count > 0)
            Assert.Fail($"{findings.Count} findings:\n{string.Join('\n', findings)}");
    }
}
