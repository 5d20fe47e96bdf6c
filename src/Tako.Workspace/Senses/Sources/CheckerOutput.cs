using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Sources;

/// <summary>Reads the errors out of what linters and type checkers print: warnings, notes and matters of style are left out.</summary>
internal static partial class CheckerOutput
{
    /// <summary>Rules of eslint that find what cannot work.</summary>
    private static readonly HashSet<string> Certain = new(StringComparer.Ordinal)
    {
        "no-undef", "no-const-assign", "no-dupe-args", "no-dupe-keys", "no-dupe-class-members", "no-func-assign", "no-import-assign",
        "no-obj-calls", "no-this-before-super", "constructor-super", "no-unreachable", "import/named",
            "import/no-unresolved", "import/default",
        "import/namespace", "valid-typeof", "no-invalid-regexp", "no-redeclare", "no-class-assign", "no-unsafe-negation",
    };

    /// <summary>One finding a line, in the forms of ruff, flake8, mypy, pyright and tsc.</summary>
    public static IReadOnlyList<Finding> Lines(string output, string root) => [.. output.Split('\n')
        .Select(line => Line().Match(line.Trim()))
        .Where(match => match.Success)
        .Select(match => Found(match.Groups["file"].Value, root, match.Groups["code"].Value is { Length: > 0 } code ? code
            : match.Groups["rule"].Value is { Length: > 0 } rule ? rule : "error",
            match.Groups["message"].Value, Number(match.Groups["line"].Value), Number(match.Groups["column"].Value)))
        .OfType<Finding>()];

    public static IReadOnlyList<Finding> Eslint(string output, string root)
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

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture,
        out var number) ? number : 1;

    // file:1:2: F821 message, file:1:2: error: message  [rule], file(1,2): error TS1: message, file:1:2 - error: message (rule)
    [GeneratedRegex(@"^(?<file>[^\s:(]+)(?::(?<line>[0-9]+):(?<column>[0-9]+)|\((?<line>[0-9]+),(?<column>[0-9]+)\))"
        + @"(?::| -)? (?!note:|warning\b|information\b|info:|hint:)"
        + @"(?:error:?\s+)?(?:(?<code>[EFT][A-Z]?[0-9]+):?\s+)?(?<message>.+?)(?:\s+[\[(](?<rule>[\w-]+)[\])])?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
