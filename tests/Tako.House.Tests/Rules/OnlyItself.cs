using System.Text.RegularExpressions;

namespace Tako.House.Tests.Rules;

/// <summary>The project speaks only of itself: no path of somebody's machine, no host of a package registry.</summary>
internal static class OnlyItself
{
    // Put together here, so that this file passes its own rule.
    private static readonly string[] Homes = [.. new[] { "work", "root" }.Select(name => $"/{name}/")];

    private static readonly string[] Registries =
    [
        .. new[] { "nuget|org", "npmjs|org", "npmjs|com", "pypi|org", "pythonhosted|org", "crates|io", "rubygems|org", "proxy.golang|org" }
            .Select(host => host.Replace('|', '.')),
    ];

    private static readonly Regex Home = new(@"(?<![\w.})\]~$*-])(?:" + string.Join('|', Homes.Select(Regex.Escape)) + ")");

    public static IEnumerable<Finding> Check(Codebase code)
    {
        foreach (var file in code.Files)
        {
            for (var line = 0; line < file.Lines.Length; line++)
            {
                var text = file.Lines[line];
                if (Home.Match(text) is { Success: true } path && !code.Allowed.MachinePaths.ContainsKey(file.Path))
                    yield return new Finding($"{file.Path}:{line + 1}", $"names a path of some machine ({path.Value})");
                if (Registries.FirstOrDefault(host => text.Contains(host, StringComparison.OrdinalIgnoreCase)) is { } named)
                    yield return new Finding($"{file.Path}:{line + 1}", $"names the registry {named}; write \"the package feed\"");
            }
        }
    }
}
