using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>
/// What packages bring by build files instead of assets: global usings, and assemblies beside those files. The files are read, not
/// evaluated.
/// </summary>
internal static partial class PackageBuildFiles
{
    private const int MostBytes = 1 << 20;

    /// <summary>Namespaces that packages use in every file of a project with implicit usings.</summary>
    public static IEnumerable<string> Usings(RestoredPackages packages, Moniker target)
    {
        foreach (var package in packages.Packages)
        {
            foreach (var file in Chosen(package, target).Where(IsBuildFile))
            {
                if (packages.Find(package, file) is not { } path || new FileInfo(path).Length > MostBytes)
                    continue;
                foreach (Match match in Using().Matches(File.ReadAllText(path)))
                    yield return match.Groups["name"].Value;
            }
        }
    }

    /// <summary>Absolute paths of the assemblies that lie beside a package's build files.</summary>
    public static IEnumerable<string> Assemblies(RestoredPackages packages, RestoredPackage package, Moniker target) =>
        Chosen(package, target).Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            .Select(file => packages.Find(package, file)).OfType<string>();

    private static bool IsBuildFile(string file) => file.EndsWith(".props", StringComparison.OrdinalIgnoreCase)
        || file.EndsWith(".targets", StringComparison.OrdinalIgnoreCase);

    /// <summary>Files of the folder that the build would choose for the framework: the nearest below it.</summary>
    private static IEnumerable<string> Chosen(RestoredPackage package, Moniker target)
    {
        var folders = package.Files.Select(file => (File: file, Match: BuildFolder().Match(file)))
            .Where(each => each.Match.Success)
            .GroupBy(each => (Root: each.Match.Groups["root"].Value, Framework: each.Match.Groups["framework"].Value))
            .Select(group => (group.Key.Root, Moniker: Moniker.Of(group.Key.Framework), Files: group.Select(each => each.File)))
            .Where(folder => folder.Moniker is { } moniker
                && (moniker.IsNet ? target.IsNet && moniker.Version <= target.Version : target.IsNet || moniker.Version <= target.Version))
            .ToList();
        // What is handed on to users of users includes what is meant for the user.
        var root = folders.Any(folder => folder.Root == "buildTransitive") ? "buildTransitive" : "build";
        return folders.Where(folder => folder.Root == root)
            .OrderByDescending(folder => folder.Moniker!.IsNet).ThenByDescending(folder => folder.Moniker!.Version)
            .Select(folder => folder.Files).FirstOrDefault() ?? [];
    }

    [GeneratedRegex("^(?<root>build|buildTransitive)/(?<framework>[^/]+)/[^/]+$", RegexOptions.CultureInvariant)]
    private static partial Regex BuildFolder();

    [GeneratedRegex("<Using\\s+Include=\"(?<name>[A-Za-z_][A-Za-z0-9_.]*)\"\\s*/>", RegexOptions.CultureInvariant)]
    private static partial Regex Using();
}
