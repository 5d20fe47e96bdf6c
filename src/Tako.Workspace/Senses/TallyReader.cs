using System.Globalization;
using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses;

/// <summary>Reads the counts that a run prints at its end. Several projects or crates in one run are added up.</summary>
internal static partial class TallyReader
{
    public static TestTally? Read(string framework, IReadOnlyList<string> lines) => framework switch
    {
        "dotnet" => Sum(lines, VsTest(), XunitConsole(), TerminalLogger()),
        "unittest" => Unittest(lines),
        "pytest" => Pytest(lines) ?? Unittest(lines),
        "node" => Node(lines),
        "npm" => Node(lines) ?? Sum(lines, Jest()),
        "go" => Go(lines),
        "cargo" => Sum(lines, Cargo()),
        "maven" or "gradle" => Last(lines, Surefire()) ?? Last(lines, Gradle()),
        _ => Sum(lines, VsTest(), XunitConsole(), TerminalLogger()) ?? Pytest(lines) ?? Unittest(lines) ?? Node(lines)
            ?? Sum(lines, Jest()) ?? Sum(lines, Cargo()) ?? Last(lines, Surefire()) ?? Go(lines),
    };

    // The first form that is found at all: the others would count the same run again.
    private static TestTally? Sum(IReadOnlyList<string> lines, params Regex[] forms) => forms
        .Select(form => lines.Select(line => form.Match(line)).Where(match => match.Success).Select(Of).ToList())
        .Where(tallies => tallies.Count > 0)
        .Select(tallies => new TestTally(tallies.Sum(tally => tally.Passed), tallies.Sum(tally => tally.Failed),
            tallies.Sum(tally => tally.Skipped)))
        .FirstOrDefault();

    private static TestTally? Last(IReadOnlyList<string> lines, Regex form) =>
        lines.Select(line => form.Match(line)).LastOrDefault(match => match.Success) is { } match ? Of(match) : null;

    private static TestTally Of(Match match)
    {
        var failed = Number(match, "failed") + Number(match, "errors");
        var skipped = Number(match, "skipped");
        var passed = match.Groups["passed"].Success ? Number(match, "passed") : Number(match, "total") - failed - skipped;
        return new TestTally(Math.Max(0, passed), failed, skipped);
    }

    private static TestTally? Unittest(IReadOnlyList<string> lines)
    {
        var ran = lines.Select(line => UnittestRan().Match(line)).LastOrDefault(match => match.Success);
        if (ran is null)
            return null;
        var end = lines.LastOrDefault(line => line.StartsWith("OK", StringComparison.Ordinal)
            || line.StartsWith("FAILED (", StringComparison.Ordinal)) ?? "";
        var (failed, skipped) = (Counted(end, "failures") + Counted(end, "errors") +
            Counted(end, "unexpected successes"), Counted(end, "skipped"));
        return new TestTally(Math.Max(0, Number(ran, "total") - failed - skipped), failed, skipped);
    }

    private static int Counted(string line, string word)
    {
        var at = line.IndexOf(word + "=", StringComparison.Ordinal);
        return at < 0 ? 0 : Parse(new string([.. line.Skip(at + word.Length + 1).TakeWhile(char.IsAsciiDigit)]));
    }

    private static TestTally? Pytest(IReadOnlyList<string> lines)
    {
        var end = lines.LastOrDefault(line => PytestEnd().IsMatch(line));
        if (end is null)
            return null;
        int Of(string word) => Regex.Match(end, $@"([0-9]+) {word}\b", RegexOptions.NonBacktracking) is { Success: true } match
            ? Parse(match.Groups[1].Value) : 0;
        return new TestTally(Of("passed") + Of("xpassed"), Of("failed") + Of("errors?"), Of("skipped") + Of("xfailed"));
    }

    private static TestTally? Node(IReadOnlyList<string> lines)
    {
        int? Of(string word) => lines.Select(line => NodeCount().Match(line))
            .LastOrDefault(match => match.Success && match.Groups["word"].Value == word)
            is { } match ? Number(match, "count") : null;
        return Of("tests") is null
            ? null
            : new TestTally(Of("pass") ?? 0, (Of("fail") ?? 0) + (Of("cancelled") ?? 0), (Of("skipped") ?? 0) +
                (Of("todo") ?? 0));
    }

    private static TestTally? Go(IReadOnlyList<string> lines)
    {
        int Of(string word) => lines.Count(line => line.TrimStart().StartsWith($"--- {word}:", StringComparison.Ordinal));
        var tally = new TestTally(Of("PASS"), Of("FAIL"), Of("SKIP"));
        return tally.Total == 0 ? null : tally;
    }

    private static int Number(Match match, string group) => match.Groups[group].Success ? Parse(match.Groups[group].Value) : 0;

    private static int Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"Failed:\s+(?<failed>[0-9]+), Passed:\s+(?<passed>[0-9]+), Skipped:\s+(?<skipped>[0-9]+), Total:", Options)]
    private static partial Regex VsTest();

    [GeneratedRegex(
        "Total: (?<total>[0-9]+), Errors: (?<errors>[0-9]+), Failed: (?<failed>[0-9]+), Skipped: (?<skipped>[0-9]+)",
        Options)]
    private static partial Regex XunitConsole();

    [GeneratedRegex(
        @"Test summary: total: (?<total>[0-9]+), failed: (?<failed>[0-9]+), " +
        "succeeded: (?<passed>[0-9]+), skipped: (?<skipped>[0-9]+)",
        Options)]
    private static partial Regex TerminalLogger();

    [GeneratedRegex(@"^Ran (?<total>[0-9]+) tests? in", Options)]
    private static partial Regex UnittestRan();

    [GeneratedRegex(
        @"^=*\s?(?:[0-9]+ (?:passed|failed|errors?|skipped|xfailed|xpassed|warnings?|deselected)(?:, )?)+ in [0-9.]+s",
        Options)]
    private static partial Regex PytestEnd();

    [GeneratedRegex(@"^(?:#|ℹ) (?<word>tests|pass|fail|cancelled|skipped|todo) (?<count>[0-9]+)$", Options)]
    private static partial Regex NodeCount();

    [GeneratedRegex(
        @"^Tests:\s+(?:(?<failed>[0-9]+) failed, )?(?:(?<skipped>[0-9]+) skipped, )?" +
        "(?:[0-9]+ todo, )?(?:(?<passed>[0-9]+) passed, )?(?<total>[0-9]+) total",
        Options)]
    private static partial Regex Jest();

    [GeneratedRegex(@"^test result: \w+\. (?<passed>[0-9]+) passed; (?<failed>[0-9]+) failed; (?<skipped>[0-9]+) ignored", Options)]
    private static partial Regex Cargo();

    [GeneratedRegex(
        @"Tests run: (?<total>[0-9]+), Failures: (?<failed>[0-9]+), Errors: (?<errors>[0-9]+), " +
        @"Skipped: (?<skipped>[0-9]+)\s*$",
        Options)]
    private static partial Regex Surefire();

    [GeneratedRegex(@"^(?<total>[0-9]+) tests completed(?:, (?<failed>[0-9]+) failed)?(?:, (?<skipped>[0-9]+) skipped)?", Options)]
    private static partial Regex Gradle();
}
