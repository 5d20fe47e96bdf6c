using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Sources;

/// <summary>A linter or type checker that a repository is set up for.</summary>
/// <param name="Command">The command over some files; null where the tool is not set up or not installed.</param>
/// <param name="Read">Reads its errors, and nothing that is a matter of style, out of its output.</param>
internal sealed record RepositoryTool(string Name, Func<Shadow, IReadOnlyList<RepoPath>, IReadOnlyList<string>?> Command,
    Func<string, string, IReadOnlyList<Finding>> Read)
{
    /// <summary>Faults that a linter is sure of: syntax, undefined names, misused literals.</summary>
    private const string Errors = "E9,F63,F7,F82";

    /// <summary>It looks at the whole repository, whatever files it is given.</summary>
    public bool TakesAll { get; init; }

    /// <summary>The exit code that may come of style alone, which is not read; null where there is none.</summary>
    public int? StyleCode { get; init; }

    public static IReadOnlyList<RepositoryTool> ForPython { get; } =
    [
        new("ruff", (shadow, files) => Python(shadow, "ruff", ["ruff.toml", ".ruff.toml"], "[tool.ruff") is { } ruff
            ? [.. ruff, "check", "--no-cache", "--no-fix", "--output-format", "concise", "--select", Errors,
                .. Paths(files)] : null, CheckerOutput.Lines),
        new("flake8", (shadow, files) => Python(shadow, "flake8", [".flake8"], "[flake8]") is { } flake8
            ? [.. flake8, "--select", Errors, "--jobs", "1", .. Paths(files)] : null, CheckerOutput.Lines),
        new("mypy", (shadow, files) => Python(shadow, "mypy", ["mypy.ini", ".mypy.ini"], "[tool.mypy", "[mypy]") is { } mypy
            ? [.. mypy, "--no-error-summary", "--show-column-numbers", "--no-color-output", "--no-pretty", "--cache-dir=/dev/null",
                .. Paths(files)] : null, CheckerOutput.Lines),
        new("pyright", (shadow, files) => Python(shadow, "pyright", ["pyrightconfig.json"], "[tool.pyright") is { } pyright
            ? [.. pyright, .. Paths(files)] : null, CheckerOutput.Lines),
    ];

    public static IReadOnlyList<RepositoryTool> ForJavaScript { get; } =
    [
        new("tsc", (shadow, _) => Node(shadow, "tsc", "tsconfig.json") is { } tsc ? [.. tsc, "--noEmit", "--pretty",
            "false"] : null, CheckerOutput.Lines) { TakesAll = true },
        new("eslint", (shadow, files) => Node(shadow, "eslint", "eslint.config.*", ".eslintrc*") is { } eslint
            ? [.. eslint, "--format", "json", "--no-error-on-unmatched-pattern", .. Paths(files)] : null, CheckerOutput.Eslint)
        {
            StyleCode = 1,
        },
    ];

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
        foreach (var folder in (string[])[".venv/bin", "venv/bin", "node_modules/.bin"])
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

    private static RepoPath? At(string name) => RepoPath.TryParse(name, out var path, out _) ? path : null;
}
