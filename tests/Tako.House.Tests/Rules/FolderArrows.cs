using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tako.House.Tests.Rules;

/// <summary>The folders of a project know each other in one direction only.</summary>
internal static class FolderArrows
{
    private sealed record Arrow(string From, string To, string Because);

    public static IEnumerable<Finding> Check(Codebase code)
    {
        foreach (var project in Arrows(code).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            // Each round reports the shortest cycle left and takes one of its arrows away, so that all are seen at once.
            var arrows = project.Value;
            while (Shortest(arrows) is { } cycle)
            {
                arrows.Remove((cycle[0].From, cycle[0].To));
                var name = $"{project.Key}: {string.Join(", ", cycle.Select(arrow => arrow.From).Order(StringComparer.Ordinal))}";
                if (code.Allowed.FolderCycles.ContainsKey(name))
                    continue;
                var path = string.Join("; ", cycle.Select(arrow => $"{arrow.From} -> {arrow.To} ({arrow.Because})"));
                yield return new Finding($"src/{project.Key}", $"folders in a circle: {path}; move a type or turn an arrow");
            }
        }
    }

    private static Dictionary<string, Dictionary<(string, string), Arrow>> Arrows(Codebase code)
    {
        var projects = new Dictionary<string, Dictionary<(string, string), Arrow>>();
        foreach (var type in code.Types("src").OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal))
        {
            var home = code.FileOf(type)!;
            foreach (var use in code.Uses(type).OrderBy(use => (use.File.Path, use.Name.SpanStart)))
            {
                if (!use.File.Under("src") || use.File.Project != home.Project || use.File.Folder == home.Folder ||
                    home.Folder.Length == 0 || use.File.Folder.Length == 0)
                    continue;
                var arrows = projects.TryGetValue(home.Project, out var known) ? known : projects[home.Project] = [];
                var user = use.Name.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()?.Identifier.Text ?? use.File.Path;
                arrows.TryAdd((use.File.Folder, home.Folder), new Arrow(use.File.Folder, home.Folder, $"{user} uses {type.Name}"));
            }
        }

        return projects;
    }

    private static List<Arrow>? Shortest(Dictionary<(string, string), Arrow> arrows)
    {
        List<Arrow>? best = null;
        foreach (var start in arrows.Values.Select(arrow => arrow.From).Distinct().Order(StringComparer.Ordinal))
        {
            var reached = new HashSet<string>();
            var open = new Queue<List<Arrow>>(arrows.Values.Where(arrow => arrow.From == start).Select(arrow => new List<Arrow> { arrow }));
            while (open.TryDequeue(out var path) && (best is null || path.Count < best.Count))
            {
                if (path[^1].To == start)
                    best = path;
                else if (reached.Add(path[^1].To))
                    foreach (var next in arrows.Values.Where(arrow => arrow.From == path[^1].To))
                        open.Enqueue([.. path, next]);
            }
        }

        return best;
    }
}
