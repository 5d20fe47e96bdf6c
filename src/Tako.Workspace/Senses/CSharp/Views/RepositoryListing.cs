using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Views;

/// <summary>The files of a repository that matter to C# projects.</summary>
/// <param name="Sources">C# files outside of build output.</param>
/// <param name="Projects">Project files of any .NET language.</param>
/// <param name="Configurations">Files that say how diagnostics are shown.</param>
internal sealed record RepositoryListing(IReadOnlyList<RepoPath> Sources, IReadOnlyList<RepoPath> Projects,
    IReadOnlyList<RepoPath> Configurations)
{
    private const int MostEntries = 400_000;

    public static RepositoryListing Of(Shadow shadow)
    {
        var (sources, projects, configurations) = (new List<RepoPath>(), new List<RepoPath>(), new List<RepoPath>());
        foreach (var path in shadow.Enumerate("", IsOutput).Take(MostEntries))
        {
            if (path.Value.EndsWith(".cs", StringComparison.Ordinal))
                sources.Add(path);
            else if (IsProject(path.Value))
                projects.Add(path);
            else if (IsConfiguration(path.Value))
                configurations.Add(path);
        }

        return new RepositoryListing(sources, projects, configurations);
    }

    /// <summary>The same files after some changed: by path, null for one that is gone.</summary>
    public RepositoryListing With(IReadOnlyDictionary<string, string?> delta)
    {
        return new RepositoryListing(Apply(Sources, path => path.EndsWith(".cs", StringComparison.Ordinal)), Apply(Projects, IsProject),
            Apply(Configurations, IsConfiguration));

        List<RepoPath> Apply(IReadOnlyList<RepoPath> files, Func<string, bool> chosen)
        {
            var left = files.Where(path => !delta.ContainsKey(path.Value)).ToList();
            foreach (var (path, hash) in delta)
            {
                if (hash is not null && chosen(path) && !LiesInOutput(path) && RepoPath.TryParse(path, out var parsed, out _))
                    left.Add(parsed);
            }

            left.Sort();
            return left;
        }
    }

    /// <summary>A change of this file can change how projects are compiled.</summary>
    public static bool IsManifest(string path) => IsProject(path) || IsConfiguration(path)
        || Path.GetExtension(path) is ".props" or ".targets" or ".snk" or ".resx"
        || Path.GetFileName(path) is "global.json" or "packages.lock.json";

    public static bool LiesInOutput(string path)
    {
        for (var end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (IsOutput(path[..end]))
                return true;
        }

        return false;
    }

    private static bool IsProject(string path) => Path.GetExtension(path) is ".csproj" or ".fsproj" or ".vbproj";

    private static bool IsConfiguration(string path) => Path.GetFileName(path) is ".editorconfig" or ".globalconfig";

    public static bool IsOutput(string folder)
    {
        var name = folder[(folder.LastIndexOf('/') + 1)..];
        return name is "bin" or "obj" or "artifacts" or "node_modules" || name.StartsWith('.');
    }
}
