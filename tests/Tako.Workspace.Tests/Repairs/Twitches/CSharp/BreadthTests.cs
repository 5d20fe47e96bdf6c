using System.Text.RegularExpressions;

namespace Tako.Workspace.Tests.Repairs.Twitches.CSharp;

/// <summary>
/// The compiler's common complaints, one or two small programs for each, with what a programmer would make of it. Where that takes
/// knowing what the program is for, it is left broken: whatever would compile there only silences the compiler.
/// </summary>
public sealed partial class BreadthTests
{
    private static readonly IReadOnlyList<(string Code, string Broken, string Wanted)> Programs = Read();

    public static TheoryData<string, int> Mendable => Rows(wanted => wanted != "left");

    public static TheoryData<string, int> Left => Rows(wanted => wanted == "left");

    [Theory]
    [MemberData(nameof(Mendable))]
    public async Task What_has_one_obvious_fix_is_mended_so(string code, int at)
    {
        Complaints(at).ShouldContain(code);
        var (text, repair) = await Reef.MendAsync(Programs[at].Broken);
        repair.ErrorsBefore.ShouldBeGreaterThan(0);
        text.TrimEnd('\n').ShouldBe(Programs[at].Wanted);
        repair.ErrorsAfter.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Left))]
    public async Task What_nobody_but_its_author_can_mend_is_not_silenced(string code, int at)
    {
        Complaints(at).ShouldContain(code);
        var (_, repair) = await Reef.MendAsync(Programs[at].Broken);
        repair.ErrorsAfter.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_list_is_broad() => Programs.Select(program => program.Code).Distinct().Count().ShouldBeGreaterThan(150);

    private static IEnumerable<string> Complaints(int at) => Reef.Compile((Reef.File, Programs[at].Broken)).GetDiagnostics()
        .Where(each => each.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Select(each => each.Id);

    private static TheoryData<string, int> Rows(Func<string, bool> takes)
    {
        var rows = new TheoryData<string, int>();
        for (var at = 0; at < Programs.Count; at++)
        {
            if (takes(Programs[at].Wanted))
                rows.Add(Programs[at].Code, at);
        }

        return rows;
    }

    // '== CS0000', the broken program, '--', the mended one or 'left'.
    private static List<(string, string, string)> Read()
    {
        var text = File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Repairs", "Twitches", "CSharp", "breadth.txt"));
        return [.. Head().Split(text).Skip(1).Select(block =>
        {
            var (code, rest) = (block[..block.IndexOf('\n')], block[(block.IndexOf('\n') + 1)..]);
            var parts = rest.Split("\n--\n");
            return (code, parts[0] + "\n", parts[1].TrimEnd('\n'));
        })];
    }

    [GeneratedRegex("^== (?=CS[0-9]{4}$)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
