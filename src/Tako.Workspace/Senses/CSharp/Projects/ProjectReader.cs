using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Works out how one project is compiled.</summary>
internal sealed class ProjectReader(Shadow shadow, Shadow disk, OutputFiles output, string? dotNetRoot, IReadOnlySet<string> configured)
{
    private static readonly string[] KnownSdks = ["Microsoft.NET.Sdk", "Microsoft.NET.Sdk.Web", "Microsoft.NET.Sdk.Worker"];
    private readonly ReferenceReader _references = new(output, dotNetRoot);

    public CSharpProject Read(RepoPath path)
    {
        var file = BuildFile.Read(shadow, path);
        var name = file?.Property("AssemblyName") is { Length: > 0 } named ? named
            : System.IO.Path.GetFileNameWithoutExtension(path.Name);
        if (file is null)
            return Numb(path, name, null, $"{path} cannot be read as a project file.");
        if (file.Sdk is null)
            return Numb(path, name, file, $"{path} is a project of the old kind, without an SDK.");
        if (!KnownSdks.Contains(file.Sdk.Split('/')[0]))
            return Numb(path, name, file, $"{path} uses {file.Sdk}, whose rules are not known here.");
        if (file.Doubts.Count > 0)
            return Numb(path, name, file, $"{path} cannot be followed without building it: {file.Doubts[0]}.");
        if (TargetOf(file) is not { } target)
            return Numb(path, name, file, $"{path} is for a framework that is not compiled in memory: "
                + $"{file.Property("TargetFramework")}{file.Property("TargetFrameworks")}.");
        return Read(path, name, file, target);
    }

    private CSharpProject Read(RepoPath path, string name, BuildFile file, Moniker target)
    {
        var place = OutputPlaces.Of(output, file, path, name, target);
        var why = file.MakesSources ? $"{path} makes sources while it is built." : null;
        RestoredPackages? packages = null;
        if (OutputPlaces.Assets(output, file, path) is { } assets)
            packages = RestoredPackages.Read(assets, target, output);
        var asked = AskedPackages.Of(file);
        if (packages is null && asked.Count > 0)
            why ??= $"The packages of {path} are not restored; restore them first.";
        if (packages is not null && AskedPackages.Unrestored(asked, packages) is { } missing)
            why ??= $"The package {missing} that {path} asks for is not restored; restore it first.";
        var references = _references.Assemblies(file, target, packages, path, ref why);
        var generated = Generated(file, name, place, packages, target);
        var parsing = CompilerSettings.Parsing(file, target);
        var compiling = WarningRules.Apply(CompilerSettings.Compiling(shadow.Root, file, path), file, target, configured);
        var sources = SourceSet.Of(shadow.Root, path.Folder, file.Items, IsNot(file, "EnableDefaultCompileItems", "false")
            && IsNot(file, "EnableDefaultItems", "false"));
        var generators = Generators(file, packages);
        var tests = TestFrameworks.Of(packages);
        var own = tests == TestFramework.None && file.Property("OutputType").ToLowerInvariant() is "exe" or "winexe";
        return new CSharpProject
        {
            Path = path,
            AssemblyName = name,
            Why = why,
            Target = target,
            Parsing = parsing,
            Compiling = compiling.WithOutputKind(own ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary),
            HasOwnEntryPoint = own,
            Sources = sources,
            Generated = generated,
            References = references,
            Projects = ReferenceReader.Projects(file, path, ref why),
            Generators = generators,
            Packages = packages,
            Contents = [.. file.Items.Where(item => item.Kind is "None" or "Content" or "EmbeddedResource")],
            Output = place,
            IsInvariant = Is(file, "InvariantGlobalization"),
            Tests = tests,
            Key = KeyOf(file, parsing, generated, references, why),
        } with { Why = why };
    }

    private CSharpProject Numb(RepoPath path, string name, BuildFile? file, string why) => new()
    {
        Path = path,
        AssemblyName = name,
        Why = why,
        Sources = SourceSet.Of(shadow.Root, path.Folder, file?.Items ?? [], true),
        Projects = file is null ? [] : ReferenceReader.Projects(file, path, ref why!),
        Output = new OutputPlace("", "", false),
        Key = why,
    };

    private static Moniker? TargetOf(BuildFile file)
    {
        var text = file.Property("TargetFramework") is { Length: > 0 } single ? single : file.Property("TargetFrameworks");
        return text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Moniker.Of).OfType<Moniker>()
            .Where(target => !target.Text.Contains('-'))
            .OrderByDescending(target => target.IsNet).ThenByDescending(target => target.Version)
            .FirstOrDefault();
    }

    private List<(string, string)> Generated(BuildFile file, string name, OutputPlace place, RestoredPackages? packages,
        Moniker target)
    {
        var generated = new List<(string, string)>();
        var usings = new SortedSet<string>(GeneratedSources.Usings(file), StringComparer.Ordinal);
        var wrote = output.Read($"{place.Intermediate}/{name}.GlobalUsings.g.cs");
        // Packages add usings of their own, which the file on disk knows best; what the project itself gave counts as it is now.
        if (wrote is not null && BuildFile.Read(disk, file.Project) is { } before)
            usings.UnionWith(GeneratedSources.LinesOf(wrote).Except(GeneratedSources.Usings(before)));
        else if (packages is not null && GeneratedSources.HasImplicit(file))
            usings.UnionWith(PackageBuildFiles.Usings(packages, target).Select(GeneratedSources.Line));
        if (usings.Count > 0)
            generated.Add(($"{place.Intermediate}/{name}.GlobalUsings.g.cs", string.Join('\n', usings) + "\n"));
        var attributes = GeneratedSources.AssemblyAttributes(file, name, output.Read($"{place.Intermediate}/{name}.AssemblyInfo.cs"));
        if (attributes.Length > 0)
            generated.Add(($"{place.Intermediate}/{name}.AssemblyInfo.cs", attributes));
        return generated;
    }

    private static List<string> Generators(BuildFile file, RestoredPackages? packages)
    {
        var names = new List<string>();
        foreach (var package in packages?.Packages ?? [])
        {
            foreach (var asset in package.Files)
            {
                if (asset.StartsWith("analyzers/dotnet/", StringComparison.Ordinal) && asset.EndsWith(".dll", StringComparison.Ordinal)
                    && !asset.EndsWith(".resources.dll", StringComparison.Ordinal)
                        && !asset.StartsWith("analyzers/dotnet/vb/", StringComparison.Ordinal)
                    && packages!.Find(package, asset) is { } assembly && AssemblyFacts.HasGenerator(assembly))
                    names.Add(package.Name);
            }

            if (package.Name.Equals("Grpc.Tools", StringComparison.OrdinalIgnoreCase))
                names.Add(package.Name);
        }

        names.AddRange(file.Items.Where(item => item.Kind is "ProjectReference" && item.Says("OutputItemType", "Analyzer"))
            .Select(item => item.Text));
        names.AddRange(file.Items.Where(item => item is { Kind: "Analyzer", Step: ItemStep.Include }).Select(item => item.Text));
        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    private static string KeyOf(BuildFile file, CSharpParseOptions parsing, IReadOnlyList<(string, string)> generated,
        IReadOnlyList<string> references, string? why)
    {
        var text = new StringBuilder(why);
        foreach (var (name, value) in file.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
            text.Append('\n').Append(name).Append('=').Append(value);
        foreach (var item in file.Items)
        {
            text.Append('\n').Append(item.Kind).Append(item.Step).Append(item.Text).AppendJoin(';', item.Exclude);
            foreach (var (name, value) in item.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                text.Append('|').Append(name).Append('=').Append(value);
        }

        text.AppendJoin('\n', parsing.PreprocessorSymbolNames).AppendJoin('\n', generated).AppendJoin('\n', references);
        return ContentHash.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static bool Is(BuildFile file, string property) => file.Property(property).Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool IsNot(BuildFile file, string property, string value) =>
        !file.Property(property).Equals(value, StringComparison.OrdinalIgnoreCase);
}
