using System.Xml.Linq;

namespace Tako.House.Tests.Rules;

/// <summary>References between projects, and to guarded foreign packages, point the way the architecture says.</summary>
internal static class ProjectArrows
{
    private static readonly string[] Animal = ["Tako.Reflexes", "Tako.Models", "Tako.Workspace", "Tako.Reactor", "Tako.Core"];
    private static readonly string[] Server = ["Tako", .. Animal];
    private static readonly string[] Eval = ["Tako.Server", .. Server];

    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Tako.Core"] = [],
        ["Tako.Testing"] = ["Tako.Core"],
        ["Tako.Storage.Sqlite"] = ["Tako.Core"],
        ["Tako.Storage.Postgres"] = ["Tako.Core"],
        ["Tako.Reflexes"] = ["Tako.Core"],
        ["Tako.Models"] = ["Tako.Core"],
        ["Tako.Workspace"] = ["Tako.Core"],
        ["Tako.Reactor"] = ["Tako.Core"],
        ["Tako"] = Animal,
        ["Tako.Cluster"] = Server,
        ["Tako.Server"] = Server,
        ["Tako.Eval"] = Eval,
        ["Tako.Cli"] = ["Tako.Eval", "Tako.Cluster", "Tako.Storage.Sqlite", "Tako.Storage.Postgres", .. Eval],
    };

    /// <summary>Foreign namespaces and packages that only one project may see.</summary>
    private static readonly (string Foreign, string Only)[] Guarded =
    [
        ("Microsoft.Data.Sqlite", "Tako.Storage.Sqlite"), ("SQLitePCL", "Tako.Storage.Sqlite"), ("Npgsql", "Tako.Storage.Postgres"),
        ("RabbitMQ", "Tako.Cluster"), ("Microsoft.AspNetCore", "Tako.Server"),
    ];

    public static IEnumerable<Finding> Check(Codebase code)
    {
        foreach (var file in code.Files.Where(file => file.Under("src") && file.Path.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            var project = Path.GetFileNameWithoutExtension(file.Path);
            var root = XDocument.Parse(file.Text).Root!;
            if (!Below.TryGetValue(project, out var below))
            {
                yield return new Finding(file.Path,
                    $"{project} has no place in the graph of projects; give it one in {nameof(ProjectArrows)}.cs");
                continue;
            }

            foreach (var reference in Included(root, "ProjectReference"))
            {
                var target = Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'));
                if (!below.Contains(target))
                    yield return new Finding(file.Path, $"{project} refers to {target}, which does not lie below it");
            }

            var foreign = Included(root, "PackageReference").Concat(Included(root, "FrameworkReference"))
                .Concat(root.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web" ? ["Microsoft.AspNetCore.App"] : []);
            foreach (var finding in foreign.SelectMany(name => Trespass(file, project, name)))
                yield return finding;
        }

        foreach (var file in code.Files.Where(file => file.Under("src") && file.IsCSharp))
        {
            var usings = file.Lines.Select(line => line.Trim().Replace("global ", "", StringComparison.Ordinal))
                .Where(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';'))
                .Select(line => line["using ".Length..^1].Replace("static ", "", StringComparison.Ordinal).Split('=')[^1].Trim());
            foreach (var finding in usings.SelectMany(name => Trespass(file, file.Project, name)))
                yield return finding;
        }
    }

    private static IEnumerable<string> Included(XElement root, string item) =>
        root.Descendants(item).Select(element => element.Attribute("Include")?.Value).OfType<string>();

    private static IEnumerable<Finding> Trespass(SourceFile file, string project, string name) =>
        from guarded in Guarded
        where name.StartsWith(guarded.Foreign, StringComparison.Ordinal) && project != guarded.Only
        select new Finding(file.Path, $"only {guarded.Only} may see {guarded.Foreign}, {project} uses {name}");
}
