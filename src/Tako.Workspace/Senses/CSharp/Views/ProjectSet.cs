using System.Text;
using System.Text.RegularExpressions;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.CSharp.Projects;

namespace Tako.Workspace.Senses.CSharp.Views;

/// <summary>The C# projects of a repository for one state of its project files, those that others refer to first.</summary>
internal sealed partial record ProjectSet(IReadOnlyList<CSharpProject> Projects)
{
    private const int MostProjects = 500;

    /// <param name="start">The limb's first shadow: what the build output on disk belongs to.</param>
    public static ProjectSet Read(Shadow shadow, Shadow start, RepositoryListing listing, CSharpOptions options,
        CancellationToken cancellationToken)
    {
        var configured = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in listing.Configurations)
        {
            if (shadow.Read(file) is { } content)
                configured.UnionWith(Severity().Matches(Encoding.UTF8.GetString(content.Span)).Select(match => match.Groups["id"].Value));
        }

        var output = new OutputFiles(shadow, options.CacheLayer(shadow));
        var reader = new ProjectReader(shadow, start, output, options.DotNetRoot ?? TargetingPacks.FindRoot(), configured);
        var projects = new Dictionary<RepoPath, CSharpProject>();
        foreach (var path in listing.Projects.Where(path => path.Value.EndsWith(".csproj", StringComparison.Ordinal)).Take(MostProjects))
        {
            cancellationToken.ThrowIfCancellationRequested();
            projects[path] = reader.Read(path);
        }

        return new ProjectSet(Sorted(projects));
    }

    private static List<CSharpProject> Sorted(Dictionary<RepoPath, CSharpProject> projects)
    {
        var sorted = new Dictionary<RepoPath, CSharpProject>();
        foreach (var project in projects.Values)
            Visit(project.Path, []);
        return [.. sorted.Values];

        string? Visit(RepoPath path, HashSet<RepoPath> above)
        {
            if (sorted.TryGetValue(path, out var done))
                return done.Why is null ? null : $"{path} cannot be compiled in memory: {done.Why}";
            if (!projects.TryGetValue(path, out var project))
                return $"{path} is not a C# project of this repository.";
            if (!above.Add(path))
                return $"{path} refers to itself.";
            var why = project.Why;
            var all = new List<RepoPath>();
            foreach (var reference in project.Projects)
            {
                why = Visit(reference, above) is { } faulty ? why ?? faulty : why;
                all.AddRange(sorted.TryGetValue(reference, out var known) ? [.. known.Projects, reference] : []);
            }

            above.Remove(path);
            sorted[path] = project with { Why = why, Projects = [.. all.Distinct()] };
            return why is null ? null : $"{path} cannot be compiled in memory: {why}";
        }
    }

    [GeneratedRegex(@"^\s*dotnet_diagnostic\.(?<id>\w+)\.severity",
        RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Severity();
}
