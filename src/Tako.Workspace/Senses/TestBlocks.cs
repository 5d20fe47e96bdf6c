using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses;

/// <summary>A failed test's name and what was printed about it.</summary>
internal sealed record TestBlock(string Test, IReadOnlyList<string> Lines);

/// <summary>Cuts a run's output into one block for each failed test.</summary>
internal static partial class TestBlocks
{
    private const int MaxBlockLines = 120;

    /// <summary>How one framework opens a block and what ends it besides the next opening.</summary>
    private sealed record Form(Regex Opens, Regex Ends);

    public static IEnumerable<TestBlock> Read(string framework, IReadOnlyList<string> lines) => FormsFor(framework)
        .Select(form => Cut(form, lines).Take(PainReader.MaxPains).ToList())
        .FirstOrDefault(blocks => blocks.Count > 0) ?? [];

    private static IEnumerable<Form> FormsFor(string framework)
    {
        Form dotnet = new(VsTestOpens(), VsTestEnds());
        Form xunit = new(XunitOpens(), XunitEnds());
        Form unittest = new(UnittestOpens(), UnittestEnds());
        Form pytest = new(PytestOpens(), PytestEnds());
        Form pytestShort = new(PytestShortOpens(), SummaryRule());
        Form tap = new(TapOpens(), TapEnds());
        Form spec = new(SpecOpens(), SpecEnds());
        Form jest = new(JestOpens(), JestEnds());
        Form go = new(GoOpens(), GoEnds());
        Form cargo = new(CargoOpens(), CargoEnds());
        Form gradle = new(GradleOpens(), Blank());
        Form surefire = new(SurefireOpens(), SurefireEnds());
        return framework switch
        {
            "dotnet" => [dotnet, xunit],
            "unittest" => [unittest],
            "pytest" => [pytest, pytestShort, unittest],
            "node" => [tap, spec],
            "npm" => [tap, jest, spec],
            "go" => [go],
            "cargo" => [cargo],
            "maven" or "gradle" => [surefire, gradle],
            _ => [unittest, pytest, pytestShort, tap, jest, go, cargo, surefire, gradle, dotnet, xunit],
        };
    }

    private static IEnumerable<TestBlock> Cut(Form form, IReadOnlyList<string> lines)
    {
        string? test = null;
        var block = new List<string>();
        foreach (var line in lines)
        {
            var opens = form.Opens.Match(line);
            if ((opens.Success || form.Ends.IsMatch(line)) && test is not null)
            {
                yield return new TestBlock(test, block);
                (test, block) = (null, []);
            }

            if (opens.Success)
            {
                test = opens.Groups["test"].Value.Trim();
                if (opens.Groups["rest"] is { Success: true, Value: { Length: > 0 } rest })
                    block.Add(rest);
            }
            else if (test is not null && block.Count < MaxBlockLines)
            {
                block.Add(line);
            }
        }

        if (test is not null)
            yield return new TestBlock(test, block);
    }

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"^  Failed (?<test>.+?) \[[^\]]+\]\s*$", Options)]
    private static partial Regex VsTestOpens();

    [GeneratedRegex(
        @"^  (?:Passed|Skipped) |^(?:Failed|Passed)! |^Test Run |^Total tests:|^\[xUnit\.net|^  Standard Output Messages:",
        Options)]
    private static partial Regex VsTestEnds();

    [GeneratedRegex(@"^(?:\[xUnit\.net [0-9:.]+\])?\s{2,}(?<test>\S.*) \[FAIL\]\s*$", Options)]
    private static partial Regex XunitOpens();

    [GeneratedRegex(@"^\s+(?:\S.*) \[(?:PASS|SKIP)\]|^\s+Finished:|^=== TEST", Options)]
    private static partial Regex XunitEnds();

    [GeneratedRegex(@"^(?:FAIL|ERROR): (?<test>.+)$", Options)]
    private static partial Regex UnittestOpens();

    [GeneratedRegex(@"^={40,}$|^Ran [0-9]+ tests?", Options)]
    private static partial Regex UnittestEnds();

    [GeneratedRegex(@"^_{3,} (?:ERROR (?:at|collecting) )?(?<test>.+?) _{3,}$", Options)]
    private static partial Regex PytestOpens();

    [GeneratedRegex(@"^={3,} ", Options)]
    private static partial Regex PytestEnds();

    [GeneratedRegex(@"^(?:FAILED|ERROR) (?<test>\S+)(?: - (?<rest>.+))?$", Options)]
    private static partial Regex PytestShortOpens();

    [GeneratedRegex(@"^\s*not ok [0-9]+ - (?<test>.+?)(?: # .*)?$", Options)]
    private static partial Regex TapOpens();

    [GeneratedRegex(@"^\s*ok [0-9]+ |^\s*\.\.\.\s*$|^# |^\s*1\.\.[0-9]+", Options)]
    private static partial Regex TapEnds();

    [GeneratedRegex(@"^\s*✖ (?<test>.+?) \([0-9.]+m?s\)\s*$", Options)]
    private static partial Regex SpecOpens();

    [GeneratedRegex(@"^\s*[✔▶ℹ] |^✖ failing tests:", Options)]
    private static partial Regex SpecEnds();

    [GeneratedRegex(@"^\s*● (?<test>.+)$", Options)]
    private static partial Regex JestOpens();

    [GeneratedRegex(@"^(?:Test Suites|Tests|Snapshots): |^(?:PASS|FAIL) ", Options)]
    private static partial Regex JestEnds();

    [GeneratedRegex(@"^\s*--- FAIL: (?<test>\S+)", Options)]
    private static partial Regex GoOpens();

    [GeneratedRegex(@"^\s*--- (?:PASS|SKIP):|^=== |^(?:FAIL|PASS|ok)\b", Options)]
    private static partial Regex GoEnds();

    [GeneratedRegex(@"^---- (?<test>.+?) stdout ----$", Options)]
    private static partial Regex CargoOpens();

    [GeneratedRegex(@"^failures:$|^test result:", Options)]
    private static partial Regex CargoEnds();

    [GeneratedRegex(@"^(?<test>\S.* > .+) FAILED\s*$", Options)]
    private static partial Regex GradleOpens();

    [GeneratedRegex(
        @"^\[ERROR\]\s+(?<test>[\w$.]+(?:\.[\w$]+)+)(?::[0-9]+)? (?<rest>.*(?:expected|Expected|Exception|Error|»).*)$",
        Options)]
    private static partial Regex SurefireOpens();

    [GeneratedRegex(@"^\[(?:INFO|ERROR|WARNING)\]", Options)]
    private static partial Regex SurefireEnds();

    [GeneratedRegex(@"^\s*$", Options)]
    private static partial Regex Blank();

    [GeneratedRegex(@"^={3,} .* ={3,}$", Options)]
    private static partial Regex SummaryRule();
}
