namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Finds the reference assemblies of a framework in the .NET installation or among the restored packages.</summary>
internal static class TargetingPacks
{
    /// <summary>The folder of the .NET installation, or null.</summary>
    public static string? FindRoot()
    {
        var candidates = new List<string?>
        {
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet",
            Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet"),
        };
        candidates.InsertRange(1, (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(Behind));
        return candidates.FirstOrDefault(folder => folder is { Length: > 0 } && Directory.Exists(Path.Join(folder, "packs")));
    }

    /// <summary>The assemblies of one framework such as <c>Microsoft.NETCore.App</c>; null when its pack is not there.</summary>
    public static IReadOnlyList<string>? Find(string? root, IReadOnlyList<string> packageFolders, string framework, Moniker target)
    {
        if (!target.IsNet)
            return Standard(root, packageFolders, target);
        var wanted = $"{target.Version.Major}.{target.Version.Minor}";
        var places = new List<string>();
        if (root is not null)
            places.Add(Path.Join(root, "packs", $"{framework}.Ref"));
        places.AddRange(packageFolders.Select(folder => Path.Join(folder, $"{framework}.Ref".ToLowerInvariant())));
        var moniker = target.Version.Major >= 5 ? $"net{wanted}" : $"netcoreapp{wanted}";
        return places.Where(Directory.Exists)
            .SelectMany(place => Directory.GetDirectories(place, $"{wanted}.*"))
            .OrderByDescending(folder => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version
                : new Version())
            .Select(folder => Assemblies(Path.Join(folder, "ref", moniker)))
            .FirstOrDefault(found => found is not null);
    }

    private static IReadOnlyList<string>? Standard(string? root, IReadOnlyList<string> packageFolders, Moniker target)
    {
        if (target.Version >= new Version(2, 1))
            return root is null ? null : Assemblies(Path.Join(root, "packs", "NETStandard.Library.Ref", "2.1.0", "ref",
                "netstandard2.1"));
        return packageFolders
            .Select(folder => Assemblies(Path.Join(folder, "netstandard.library", "2.0.3", "build", target.Text, "ref")))
            .FirstOrDefault(found => found is not null);
    }

    private static string[]? Assemblies(string folder) => Directory.Exists(folder)
        && Directory.GetFiles(folder, "*.dll") is { Length: > 0 } files ? [.. files.Order(StringComparer.Ordinal)] : null;

    private static string? Behind(string folder)
    {
        var program = Path.Join(folder, "dotnet");
        if (folder.Length == 0 || !File.Exists(program))
            return null;
        return Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program);
    }
}
