using System.Globalization;
using System.Text.RegularExpressions;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses;

/// <summary>Finds places of the repository in lines of stack traces and messages.</summary>
internal sealed partial class PlaceReader(string root)
{
    private static readonly string[] Foreign =
        ["node_modules/", "site-packages/", "node:internal", "/usr/lib/", "dist-packages/", "<frozen"];

    private readonly string _prefix = Path.TrimEndingDirectorySeparator(root) + "/";

    /// <summary>The first place a line names, or null.</summary>
    public SourcePlace? First(string line)
    {
        if (Foreign.Any(part => line.Contains(part, StringComparison.Ordinal)))
            return null;
        foreach (var form in (Regex[])[Python(), DotNet(), Parenthesis(), Colons()])
        {
            var match = form.Match(line);
            if (match.Success && Of(match.Groups["file"].Value, match.Groups["line"].Value) is { } place)
                return place;
        }

        return null;
    }

    public SourcePlace? Of(string file, string line) =>
        File(file) is { } path && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new SourcePlace(path, number)
            : null;

    /// <summary>A tool's name for a file as a path of the repository; null for files elsewhere.</summary>
    public RepoPath? File(string name)
    {
        var text = name.Trim().Replace('\\', '/');
        if (text.StartsWith("file://", StringComparison.Ordinal))
            text = text["file://".Length..];
        if (text.StartsWith(_prefix, StringComparison.Ordinal))
            text = text[_prefix.Length..];
        else if (text.StartsWith('/'))
            return null;
        return text.Contains("://", StringComparison.Ordinal) || !RepoPath.TryParse(text, out var path, out _) ? null : path;
    }

    [GeneratedRegex("File \"(?<file>[^\"]+)\", line (?<line>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Python();

    [GeneratedRegex(@" in (?<file>[^:]+):line (?<line>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DotNet();

    [GeneratedRegex(@"(?<file>[^\s()'""]+\.\w+)\((?<line>[0-9]+),[0-9]+\)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Parenthesis();

    [GeneratedRegex(@"(?<file>(?:file://)?[^\s()'"":\[\]]+\.\w+):\[?(?<line>[0-9]+)",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Colons();
}
