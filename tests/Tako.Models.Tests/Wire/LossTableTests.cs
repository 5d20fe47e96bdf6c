using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class LossTableTests
{
    [Fact]
    public void The_page_shows_the_table()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "protocols.md"));
        foreach (var kind in Enum.GetValues<WireKind>())
        {
            var lines = LossTable.Rows.Where(row => row.From == kind).Select(Line).ToList();
            page.ShouldContain(string.Join('\n', lines), Case.Sensitive, $"the rows of {kind} should be\n{string.Join('\n', lines)}");
        }

        page.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal)).ShouldBe(LossTable.Rows.Count);
    }

    private static string Line(LossRow row)
    {
        var others = Enum.GetValues<WireKind>().Where(kind => kind != row.From);
        var fate = string.Join(" | ", others.Select(kind => row.SaidBy.Contains(kind) ? "said" : row.Required ? "**refused**" : "dropped"));
        return $"| `{row.Field}` | {fate} | {row.Note} |";
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CONTRIBUTING.md")))
            folder = folder.Parent;
        return folder.ShouldNotBeNull().FullName;
    }
}
