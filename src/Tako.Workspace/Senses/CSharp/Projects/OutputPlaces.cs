using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Finds where a project's build output and its restored packages are written down.</summary>
internal static class OutputPlaces
{
    /// <summary>The content of <c>project.assets.json</c>, or null.</summary>
    public static byte[]? Assets(OutputFiles output, BuildFile file, RepoPath path) =>
        Bases(file, path).Select(place => output.Read($"{place.Obj}/project.assets.json")).FirstOrDefault(found => found is not null);

    public static OutputPlace Of(OutputFiles output, BuildFile file, RepoPath path, string assemblyName, Moniker target)
    {
        var all = new List<OutputPlace>();
        foreach (var (obj, bin, artifacts) in Bases(file, path))
        {
            foreach (var configuration in (ReadOnlySpan<string>)["Debug", "Release"])
            {
                var pivots = artifacts ? [configuration.ToLowerInvariant(), $"{configuration.ToLowerInvariant()}_{target.Text}"]
                    : new[] { $"{configuration}/{target.Text}", configuration };
                foreach (var pivot in pivots)
                {
                    all.Add(new OutputPlace($"{obj}/{pivot}", $"{bin}/{pivot}",
                        output.Exists($"{bin}/{pivot}/{assemblyName}.dll")));
                }
            }
        }

        return all.FirstOrDefault(place => place.IsBuilt) ?? all[0];
    }

    private static IEnumerable<(string Obj, string Bin, bool Artifacts)> Bases(BuildFile file, RepoPath path)
    {
        var name = Path.GetFileNameWithoutExtension(path.Name);
        if (file.Property("ArtifactsPath") is { Length: > 0 }
            || file.Property("UseArtifactsOutput").Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            var root = file.Property("ArtifactsPath") is { Length: > 0 } named ? file.Relative(named) : "artifacts";
            if (root is not null)
                yield return ($"{root}/obj/{name}", $"{root}/bin/{name}", true);
        }

        var obj = RepositoryPaths.Join(path.Folder, file.Property("BaseIntermediateOutputPath")) ?? "obj";
        var bin = RepositoryPaths.Join(path.Folder, file.Property("BaseOutputPath")) ?? "bin";
        yield return (obj, bin, false);
    }
}
