using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Sources;

/// <summary>A linter or type checker that a repository is set up for.</summary>
/// <param name="Command">The command over some files; null where the tool is not set up or not installed.</param>
/// <param name="Read">Reads its errors, and nothing that is a matter of style, out of its output.</param>
internal sealed partial record RepositoryTool(string Name, Func<Shadow, IReadOnlyList<RepoPath>, IReadOnlyList<string>?> Command,
    Func<string, string, IReadOnlyList<Finding>> Read)
{
    /// <summary>Faults that a linter is sure of: syntax, undefined names, misused literals.</summary>
    private const string Errors = "E9,F63,F7,F82";

    public static IReadOnlyList<RepositoryTool> ForPython { get; } =
    [
        new("ruff", (shadow, files) => Python(shadow, "ruff", ["ruff.toml", ".ruff.toml"], "[tool.ruff") is { } ruff
            ? [.. ruff, "check", "--no-cache", "--no-fix", "--output-format", "concise", "--select", Errors,
                .. Paths(files)] : null, Lines),
        new("flake8", (shadow, files) => Python(shadow, "flake8", [".flake8"], "[flake8]") is { } flake8
            ? [.. flake8, "--select", Errors, "--jobs", "1", .. Paths(files)] : null, Lines),
        new("mypy", (shadow, files) => Python(shadow, "mypy", ["mypy.ini", ".mypy.ini"], "[tool.mypy", "[mypy]") is { } mypy
            ? [.. mypy, "--no-error-summary", "--show-column-numbers", "--no-color-output", "--cache-dir=/dev/null",
                .. Paths(files)] : null, Lines),
        new("pyright", (shadow, files) => Python(shadow, "pyright", ["pyrightconfig.json"], "[tool.pyright") is { } pyright
            ? [.. pyright, .. Paths(files)] : null, Lines),
    ];

    public static IReadOnlyList<RepositoryTool> ForJavaScript { get; } =
    [
        new("tsc", (shadow, _) => Node(shadow, "tsc", "tsconfig.json") is { } tsc ? [.. tsc, "--noEmit", "--pretty",
            "false"] : null, Lines),
        new("eslint", (shadow, files) => Node(shadow, "eslint", "eslint.config.*", ".eslintrc*") is { } eslint
            ? [.. eslint, "--format", "json", "--no-error-on-unmatched-pattern", .. Paths(files)] : null, Eslint),
    ];

    /// <summary>Rules of eslint that find what cannot work.</summary>
    private static readonly HashSet<string> Certain = new(StringComparer.Ordinal)
    {
        "no-undef", "no-const-assign", "no-dupe-args", "no-dupe-keys", "no-dupe-class-members", "no-func-assign", "no-import-assign",
        "no-obj-calls", "no-this-before-super", "constructor-super", "no-unreachable", "import/named",
            "import/no-unresolved", "import/default",
        "import/namespace", "valid-typeof", "no-invalid-regexp", "no-redeclare", "no-class-assign", "no-unsafe-negation",
    };

    private static IEnumerable<string> Paths(IReadOnlyList<RepoPath> files) => files.Select(file => file.Value);

    private static IReadOnlyList<string>? Python(Shadow shadow, string tool, IReadOnlyList<string> settings,
        params IReadOnlyList<string> sections)
    {
        var isSetUp = settings.Any(name => At(name) is { } file && shadow.Exists(file))
            || ((string[])["pyproject.toml", "setup.cfg", "tox.ini"]).Any(name => At(name) is { } file && shadow.Read(file) is { } content
                && sections.Any(section => System.Text.Encoding.UTF8.GetString(content.Span).Contains(section,
                StringComparison.Ordinal)));
        if (!isSetUp)
            return null;
        // The repository's own comes before the machine's.
        foreach (var folder in (string[])[".venv/bin", "venv/bin"])
        {
            if (File.Exists(Path.Join(shadow.Root, folder, tool)))
                return [$"{folder}/{tool}"];
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Any(folder => File.Exists(Path.Join(folder, tool))) ? [tool] : null;
    }

    private static IReadOnlyList<string>? Node(Shadow shadow, string tool, params IReadOnlyList<string> settings) =>
        File.Exists(Path.Join(shadow.Root, "node_modules", ".bin", tool))
        && Directory.EnumerateFiles(shadow.Root).Any(file => Glob.MatchesAny([.. settings], Path.GetFileName(file)))
            ? [$"node_modules/.bin/{tool}"] : null;

    private static IReadOnlyList<Finding> Lines(string output, string root) => [.. output.Split('\n')
        .Select(line => Line().Match(line.Trim()))
        .Where(match => match.Success)
        .Select(match => Found(match.Groups["file"].Value, root, match.Groups["code"].Value is { Length: > 0 } code ? code
            : match.Groups["rule"].Value is { Length: > 0 } rule ? rule : "error",
            match.Groups["message"].Value, Number(match.Groups["line"].Value), Number(match.Groups["column"].Value)))
        .OfType<Finding>()];

    private static IReadOnlyList<Finding> Eslint(string output, string root)
    {
        var found = new List<Finding?>();
        try
        {
            using var document = JsonDocument.Parse(output[Math.Max(0, output.IndexOf('['))..]);
            foreach (var file in document.RootElement.EnumerateArray())
            {
                foreach (var message in file.GetProperty("messages").EnumerateArray())
                {
                    var rule = message.GetProperty("ruleId") is { ValueKind: JsonValueKind.String } name ? name.GetString()! : "parse";
                    if (message.GetProperty("severity").GetInt32() < 2 || !Certain.Contains(rule))
                        continue;
                    found.Add(Found(file.GetProperty("filePath").GetString() ?? "", root, rule,
                        message.GetProperty("message").GetString() ?? "",
                        message.GetProperty("line").GetInt32(), message.GetProperty("column").GetInt32()));
                }
            }
        }
        catch (Exception unread) when (unread is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }

        return [.. found.OfType<Finding>()];
    }

    private static Finding? Found(string file, string root, string code, string message, int line, int column)
    {
        var path = file.StartsWith(root + "/", StringComparison.Ordinal) ? file[(root.Length + 1)..] : file;
        return RepoPath.TryParse(path, out var at, out _)
            ? new Finding(at, code, $"{code} {message}", message, new PainSpan(Math.Max(1, line), Math.Max(1, column),
                Math.Max(1, line), Math.Max(1, column) + 1))
            : null;
    }

    private static RepoPath? At(string name) => RepoPath.TryParse(name, out var path, out _) ? path : null;

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture,
        out var number) ? number : 1;

    // file:1:2: F821 message, file:1:2: error: message  [rule], file(1,2): error TS1: message, file:1:2 - error: message (rule)
    [GeneratedRegex(@"^(?<file>[^\s:(]+)(?::(?<line>[0-9]+):(?<column>[0-9]+)|\((?<line>[0-9]+),(?<column>[0-9]+)\))"
        + @"(?::| -)? (?:error:?\s+)?(?:(?<code>[EFT][A-Z]?[0-9]+):?\s+)?(?<message>.+?)(?:\s+[\[(](?<rule>[\w-]+)[\])])?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
