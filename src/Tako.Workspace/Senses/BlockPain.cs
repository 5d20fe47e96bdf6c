using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses;

/// <summary>Makes a pain of what was printed about one failed test.</summary>
internal static partial class BlockPain
{
    private const int MaxMessageLines = 8;
    private const int MaxValue = 400;

    public static Pain Of(string tool, TestBlock block, PlaceReader places)
    {
        var (expected, actual) = Values(block.Lines);
        var trace = block.Lines.Select(places.First).OfType<SourcePlace>().Distinct().ToList();
        // Python names the innermost call last, all others first.
        if (block.Lines.Any(line => line.TrimStart().StartsWith("Traceback (", StringComparison.Ordinal)))
            trace.Reverse();
        return new Pain
        {
            Rung = "test",
            Tool = tool,
            Code = Code(block.Lines),
            Test = block.Test,
            Message = Message(block),
            Expected = expected,
            Actual = actual,
            File = trace.FirstOrDefault()?.File,
            Line = trace.FirstOrDefault()?.Line,
            Trace = trace,
        };
    }

    private static string Code(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            if (ErrorName().Match(line) is { Success: true } match)
                return match.Groups["name"].Value;
        }

        return "failed";
    }

    private static string Message(TestBlock block)
    {
        // The lines that say what went wrong, without the way there.
        var said = block.Lines.Where(line => PytestSays().IsMatch(line)).Select(line => line[1..].Trim())
            .Where(line => line.Length > 0).ToList();
        if (said.Count == 0)
        {
            said = block.Lines.Select(line => line.Trim())
                .Where(line => line.Length > 0 && !Noise().IsMatch(line))
                .SkipWhile(line => block.Lines.Any(each => ErrorLine().IsMatch(each)) && !ErrorLine().IsMatch(line))
                .ToList();
        }

        return said.Count == 0 ? $"{block.Test} failed." : string.Join('\n', said.Take(MaxMessageLines));
    }

    private static (string? Expected, string? Actual) Values(IReadOnlyList<string> lines)
    {
        string? expected = null;
        string? actual = null;
        foreach (var line in lines)
        {
            if (Both(line) is { } both)
                return both;
            if (expected is null && ExpectedForm().Match(line) is { Success: true } wanted)
                expected = Cut(wanted.Groups["value"].Value);
            if (actual is null && ActualForm().Match(line) is { Success: true } got)
                actual = Cut(got.Groups["value"].Value);
        }

        return (expected, actual);
    }

    private static (string?, string?)? Both(string line)
    {
        foreach (var form in (Regex[])[ButWas(), NotEqual(), PytestEqual(), GotWant()])
        {
            if (form.Match(line) is { Success: true } match)
                return (Cut(match.Groups["expected"].Value), Cut(match.Groups["actual"].Value));
        }

        return null;
    }

    private static string Cut(string value) => value.Trim() is var text && text.Length > MaxValue ? text[..MaxValue] + "…" : text;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"(?<name>\b[A-Z]\w*(?:Error|Exception|Failure))\b", Options)]
    private static partial Regex ErrorName();

    [GeneratedRegex(@"^\s*(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Failure)\b.*|^\s*assertion .* failed", Options)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^E\s+\S", Options)]
    private static partial Regex PytestSays();

    [GeneratedRegex(
        @"^(?:at |Stack Trace:|Error Message:|Traceback |File ""|---|\.\.\.$|-{10,}" +
        "|duration_ms:|location:|failureType:|stack:|type:|operator:|note: run with|={10,})",
        Options)]
    private static partial Regex Noise();

    [GeneratedRegex(@"^\s*(?:E\s+)?(?:[Ee]xpected|EXPECTED| ?right|want|should be)\s*:\s+(?<value>.+)$", Options)]
    private static partial Regex ExpectedForm();

    [GeneratedRegex(@"^\s*(?:E\s+)?(?:[Aa]ctual|ACTUAL|[Rr]eceived|But was| ?left|got|but was)\s*:\s+(?<value>.+)$", Options)]
    private static partial Regex ActualForm();

    [GeneratedRegex(@"[Ee]xpected: ?<(?<expected>[^>]*)>.{1,4}(?:but was|Actual): ?<(?<actual>[^>]*)>", Options)]
    private static partial Regex ButWas();

    [GeneratedRegex(@"^AssertionError: (?<actual>.+?) != (?<expected>[^:]+)", Options)]
    private static partial Regex NotEqual();

    [GeneratedRegex(@"^E\s+(?:AssertionError: )?assert (?<actual>.+?) == (?<expected>.+)$", Options)]
    private static partial Regex PytestEqual();

    [GeneratedRegex(@"\bgot:? (?<actual>.+?)[,;] (?:want|wanted|expected):? (?<expected>.+)$", Options)]
    private static partial Regex GotWant();
}
