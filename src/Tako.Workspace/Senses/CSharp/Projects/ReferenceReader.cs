using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>What a project refers to: assemblies of frameworks and packages, and other projects.</summary>
internal sealed class ReferenceReader(OutputFiles output, string? dotNetRoot)
{
    /// <summary>Absolute paths of assemblies; says why when one of them is not there.</summary>
    public List<string> Assemblies(BuildFile file, Moniker target, RestoredPackages? packages, RepoPath path, ref string? why)
    {
        var frameworks = new HashSet<string>(StringComparer.Ordinal) { "Microsoft.NETCore.App" };
        if (file.Sdk!.StartsWith("Microsoft.NET.Sdk.Web", StringComparison.Ordinal))
            frameworks.Add("Microsoft.AspNetCore.App");
        frameworks.UnionWith(file.Items.Where(item => item is { Kind: "FrameworkReference", Step: ItemStep.Include })
            .Select(item => item.Text));
        frameworks.UnionWith(packages?.Packages.SelectMany(package => package.Frameworks) ?? []);
        var found = new AssemblyList();
        foreach (var framework in frameworks.Order(StringComparer.Ordinal))
        {
            if (TargetingPacks.Find(dotNetRoot, packages?.Folders ?? [], framework, target) is { } pack)
                found.AddRange(pack);
            else
                why ??= $"The reference assemblies of {framework} for {target.Text} are not installed, which {path} needs.";
        }

        foreach (var package in packages?.Packages ?? [])
        {
            foreach (var asset in package.Compile)
            {
                if (packages!.Find(package, asset) is { } assembly)
                    found.Add(assembly);
                else
                    why ??= $"{asset} of the package {package.Name} {package.Version} is not there; restore {path} again.";
            }

            // A framework whose extensions are referred to by its build files.
            if (package.Name.Equals("MSTest.TestFramework", StringComparison.OrdinalIgnoreCase))
                found.AddRange(PackageBuildFiles.Assemblies(packages!, package, target));
        }

        foreach (var item in file.Items.Where(item => item is { Kind: "Reference", Step: ItemStep.Include }))
        {
            var hint = item.Of("HintPath") ?? (item.Text.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? item.Text : null);
            if (hint is null)
                continue;
            if (RepositoryPaths.Join(path.Folder, hint) is { } inside && output.RealPath(inside) is { } assembly)
                found.Add(assembly);
            else
                why ??= $"The assembly {hint} that {path} refers to is not there.";
        }

        return found.Paths;
    }

    /// <summary>Projects of the repository; says why when one lies outside of it.</summary>
    public static List<RepoPath> Projects(BuildFile file, RepoPath path, ref string? why)
    {
        var projects = new List<RepoPath>();
        foreach (var item in file.Items.Where(item => item is { Kind: "ProjectReference", Step: ItemStep.Include }))
        {
            if (item.Says("ReferenceOutputAssembly", "false"))
                continue;
            if (item.Of("Aliases") is { Length: > 0 })
                why ??= $"{path} gives a project reference an alias.";
            if (RepositoryPaths.Join(path.Folder, item.Text) is { } inside && RepoPath.TryParse(inside, out var project, out _))
                projects.Add(project);
            else
                why ??= $"{path} refers to {item.Text}, which lies outside the repository.";
        }

        return projects;
    }
}
