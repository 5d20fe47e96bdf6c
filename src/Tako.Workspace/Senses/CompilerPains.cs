using System.Globalization;
using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses;

/// <summary>Errors of compilers and build tools, each in the form its family prints.</summary>
internal static partial class CompilerPains
{
    public static IEnumerable<Pain> Read(string tool, IReadOnlyList<string> lines, PlaceReader places)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            var line = lines[at];
            if (!line.Contains("error", StringComparison.OrdinalIgnoreCase) && !line.Contains(".go:", StringComparison.Ordinal))
                continue;
            var pain = MsBuild(tool, line, places) ?? Rust(tool, lines, at, places) ?? PythonSyntax(tool, lines, at, places)
                ?? Maven(tool, line, places) ?? Gcc(tool, line, places) ?? Go(tool, line, places)
                ?? MsBuildWithoutPlace(tool, line, places);
            if (pain is not null)
                yield return pain;
        }
    }

    private static Pain? MsBuild(string tool, string line, PlaceReader places) => MsBuildForm().Match(line) is { Success: true } match
        ? At(tool, match.Groups["code"].Value, match, places)
        : null;

    private static Pain? MsBuildWithoutPlace(string tool, string line, PlaceReader places)
    {
        if (tool is not "dotnet" || MsBuildBareForm().Match(line) is not { Success: true } match)
            return null;
        return Make(tool, match.Groups["code"].Value, match.Groups["message"].Value, null) with
        {
            File = places.File(match.Groups["file"].Value),
        };
    }

    private static Pain? Maven(string tool, string line, PlaceReader places) => MavenForm().Match(line) is { Success: true } match
        ? At(tool, "javac", match, places)
        : null;

    private static Pain? Gcc(string tool, string line, PlaceReader places) => GccForm().Match(line) is { Success: true } match
        ? At(tool, "error", match, places)
        : null;

    // Go prints no word "error": only lines of the compiler start with a path, those of tests are indented.
    private static Pain? Go(string tool, string line, PlaceReader places) => tool is "go" && GoForm().Match(line) is { Success: true } match
        ? At(tool, "compile", match, places)
        : null;

    private static Pain? Rust(string tool, IReadOnlyList<string> lines, int at, PlaceReader places)
    {
        if (at + 1 >= lines.Count || RustForm().Match(lines[at]) is not { Success: true } match)
            return null;
        var place = lines[at + 1].Trim() is var next && next.StartsWith("--> ", StringComparison.Ordinal) ? places.First(next) : null;
        return place is null ? null : Make(tool, match.Groups["code"].Value, match.Groups["message"].Value, place);
    }

    // The name of the error stands below the place, the line itself and a caret.
    private static Pain? PythonSyntax(string tool, IReadOnlyList<string> lines, int at, PlaceReader places)
    {
        if (PythonSyntaxForm().Match(lines[at]) is not { Success: true } match)
            return null;
        for (var above = at - 1; above >= 0 && above >= at - 5; above--)
        {
            if (lines[above].TrimStart().StartsWith("File \"", StringComparison.Ordinal) && places.First(lines[above]) is { } place)
                return Make(tool, match.Groups["code"].Value, match.Groups["message"].Value, place);
        }

        return null;
    }

    private static Pain At(string tool, string code, Match match, PlaceReader places)
    {
        var place = places.Of(match.Groups["file"].Value, match.Groups["line"].Value);
        return Make(tool, code, match.Groups["message"].Value, place) with
        {
            Span = place is not null && Number(match, "column") is { } column
                ? new PainSpan(place.Line, column, Number(match, "endLine") ?? place.Line, Number(match, "endColumn") ?? column)
                : null,
        };
    }

    private static int? Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Pain Make(string tool, string code, string message, SourcePlace? place) => new()
    {
        Rung = "build",
        Tool = tool,
        Code = code,
        Message = message.Trim(),
        File = place?.File,
        Line = place?.Line,
    };

    [GeneratedRegex(
        @"^\s*(?<file>[^(:]+)\((?<line>[0-9]+),(?<column>[0-9]+)(?:,(?<endLine>[0-9]+),(?<endColumn>[0-9]+))?\): " +
        @"(?:fatal )?error (?<code>[A-Z]+[0-9]+): (?<message>.*?)(?: \[[^\]]+\])?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MsBuildForm();

    [GeneratedRegex(@"^\s*(?<file>[^:]+?) ?: error (?<code>[A-Z]+[0-9]+): (?<message>.*?)(?: \[[^\]]+\])?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MsBuildBareForm();

    [GeneratedRegex(@"^\[ERROR\] (?<file>[^:\[]+):\[(?<line>[0-9]+),(?<column>[0-9]+)\] (?<message>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MavenForm();

    [GeneratedRegex(@"^(?<file>[^\s:]+):(?<line>[0-9]+)(?::(?<column>[0-9]+))?: (?:fatal )?error: (?<message>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex GccForm();

    [GeneratedRegex(@"^(?:vet: )?(?<file>[^\s:]+\.go):(?<line>[0-9]+)(?::(?<column>[0-9]+))?: (?<message>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex GoForm();

    [GeneratedRegex(@"^error(?:\[(?<code>E[0-9]+)\])?: (?<message>.+)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RustForm();

    [GeneratedRegex(@"^(?:E\s+)?(?<code>SyntaxError|IndentationError|TabError): (?<message>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PythonSyntaxForm();
}
