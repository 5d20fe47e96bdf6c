using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Works out how one project is compiled.</summary>
internal sealed class ProjectReader(Shadow shadow, Shadow disk, OutputFiles output, string? dotNetRoot, IReadOnlySet<string> configured)
{
    private static readonly string[] KnownSdks = ["Microsoft.NET.Sdk", "Microsoft.NET.Sdk.Web", "Microsoft.NET.Sdk.Worker"];

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
        var asked = Asked(file);
        if (packages is null && asked.Count > 0)
            why ??= $"The packages of {path} are not restored; restore them first.";
        if (packages is not null && Unrestored(asked, packages) is { } missing)
            why ??= $"The package {missing} that {path} asks for is not restored; restore it first.";
        var references = References(file, target, packages, path, ref why);
        var generated = Generated(file, name, place);
        var parsing = Parsing(file, target);
        var compiling = WarningRules.Apply(Compiling(file, path), file, target, configured);
        var sources = SourceSet.Of(shadow.Root, path.Folder, file.Items, IsNot(file, "EnableDefaultCompileItems", "false")
            && IsNot(file, "EnableDefaultItems", "false"));
        var generators = Generators(file, packages);
        var tests = Tests(packages);
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
            Projects = ProjectReferences(file, path, ref why),
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
        Projects = file is null ? [] : ProjectReferences(file, path, ref why!),
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

    /// <summary>Names and versions of the packages that the project names now.</summary>
    private static Dictionary<string, string> Asked(BuildFile file)
    {
        var asked = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var central = file.Items.Where(item => item is { Kind: "PackageVersion", Step: ItemStep.Include })
            .GroupBy(item => item.Text, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last().Of("Version") ?? "", StringComparer.OrdinalIgnoreCase);
        foreach (var item in file.Items.Where(item => item.Kind is "PackageReference"))
        {
            if (item.Step == ItemStep.Remove)
                asked.Remove(item.Text);
            else if (item.Step == ItemStep.Include)
                asked[item.Text] = item.Of("VersionOverride") ?? item.Of("Version") ?? central.GetValueOrDefault(item.Text) ?? "";
        }

        return asked;
    }

    private static string? Unrestored(Dictionary<string, string> asked, RestoredPackages packages)
    {
        foreach (var (name, version) in asked)
        {
            if (!packages.Asked.TryGetValue(name, out var range))
                return name;
            var plain = version.Trim('[', ']', '(', ')', ' ').Split(',')[0].Trim();
            if (plain.Length > 0 && !plain.Contains('*') && !range.Contains(plain, StringComparison.OrdinalIgnoreCase)
                && !range.Contains(plain.Split('+')[0], StringComparison.OrdinalIgnoreCase))
                return $"{name} {version}";
        }

        return null;
    }

    private List<string> References(BuildFile file, Moniker target, RestoredPackages? packages, RepoPath path, ref string? why)
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

    private static List<RepoPath> ProjectReferences(BuildFile file, RepoPath path, ref string? why)
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

    private List<(string, string)> Generated(BuildFile file, string name, OutputPlace place)
    {
        var generated = new List<(string, string)>();
        var usings = new SortedSet<string>(GeneratedSources.Usings(file), StringComparer.Ordinal);
        var wrote = output.Read($"{place.Intermediate}/{name}.GlobalUsings.g.cs");
        // Packages add usings of their own, which only the file on disk knows; what the project itself gave counts as it is now.
        if (wrote is not null && BuildFile.Read(disk, file.Project) is { } before)
            usings.UnionWith(GeneratedSources.LinesOf(wrote).Except(GeneratedSources.Usings(before)));
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

    private static TestFramework Tests(RestoredPackages? packages)
    {
        bool Has(string start) => packages?.Packages.Any(package =>
            package.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase)) is true;
        if (Has("xunit.v3"))
            return Has("xunit.v3.core") || Has("xunit.v3.runner") ? TestFramework.Xunit3 : TestFramework.None;
        if (Has("xunit.extensibility.execution") && Has("xunit.runner."))
            return TestFramework.Xunit;
        if (Has("NUnit3TestAdapter") || (Has("NUnit") && Has("Microsoft.NET.Test.Sdk")))
            return TestFramework.NUnit;
        return Has("MSTest.TestAdapter") || Has("TUnit") || Has("Microsoft.NET.Test.Sdk") ? TestFramework.Other : TestFramework.None;
    }

    private static CSharpParseOptions Parsing(BuildFile file, Moniker target)
    {
        var symbols = new SortedSet<string>(StringComparer.Ordinal) { "TRACE", "DEBUG" };
        symbols.UnionWith(target.Symbols());
        symbols.UnionWith(file.Property("DefineConstants").Split([';', ',', ' '],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(symbol => SyntaxFacts.IsValidIdentifier(symbol)));
        var named = file.Property("LangVersion") is { Length: > 0 } own && own != "default" ? own : target.LanguageVersion;
        var version = LanguageVersionFacts.TryParse(named, out var parsed) ? parsed : LanguageVersion.Latest;
        var documented = file.Property("GenerateDocumentationFile").Equals("true", StringComparison.OrdinalIgnoreCase)
            || file.Property("DocumentationFile").Length > 0;
        var features = file.Property("Features").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(feature => feature.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair.Length > 1 ? pair[1] : "true"));
        return new CSharpParseOptions(version, documented ? DocumentationMode.Diagnose : DocumentationMode.Parse,
            SourceCodeKind.Regular, symbols).WithFeatures(features);
    }

    private CSharpCompilationOptions Compiling(BuildFile file, RepoPath path)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            .WithAllowUnsafe(Is(file, "AllowUnsafeBlocks"))
            .WithOverflowChecks(Is(file, "CheckForOverflowUnderflow"))
            .WithDeterministic(true)
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithNullableContextOptions(file.Property("Nullable").ToLowerInvariant() switch
            {
                "enable" => NullableContextOptions.Enable,
                "warnings" => NullableContextOptions.Warnings,
                "annotations" => NullableContextOptions.Annotations,
                _ => NullableContextOptions.Disable,
            })
            .WithSourceReferenceResolver(new SourceFileResolver([], shadow.Root))
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default);
        // Signed in public only: the identity that friends name, without the private key's work.
        return Is(file, "SignAssembly") && file.Property("AssemblyOriginatorKeyFile") is { Length: > 0 } key
            ? options.WithPublicSign(true).WithCryptoKeyFile(System.IO.Path.GetFullPath(System.IO.Path.Combine(shadow.Root,
                path.Folder, key)))
                .WithStrongNameProvider(new DesktopStrongNameProvider())
            : options;
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
