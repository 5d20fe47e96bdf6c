using System.Collections.Frozen;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>
/// Reads a project file and what it imports from the repository: properties, then items, as the build tool would, but without
/// running anything. What cannot be worked out that way is kept as a doubt.
/// </summary>
internal sealed class BuildFile
{
    private const int MaxImports = 64;
    private const int MaxBytes = 4 << 20;

    // A doubt about these changes what is compiled; about others it does not.
    private static readonly FrozenSet<string> Weighty = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "TargetFramework", "TargetFrameworks", "LangVersion", "DefineConstants", "AllowUnsafeBlocks", "ImplicitUsings", "AssemblyName",
        "EnableDefaultCompileItems", "EnableDefaultItems", "Compile", "ProjectReference", "PackageReference", "Reference",
        "FrameworkReference", "Using", "InternalsVisibleTo", "SignAssembly");

    private readonly Shadow _shadow;
    private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(XElement Group, string File)> _itemGroups = [];
    private readonly List<string> _doubts = [];
    private readonly List<BuildItem> _items = [];
    private readonly string _folder;
    private string _file;
    private int _imports;

    private BuildFile(Shadow shadow, RepoPath project)
    {
        (_shadow, _folder, _file, Project) = (shadow, project.Folder, project.Value, project);
        var name = Path.GetFileNameWithoutExtension(project.Name);
        Set("MSBuildProjectDirectory", Path.Join(shadow.Root, project.Folder));
        Set("MSBuildProjectFullPath", project.Under(shadow.Root));
        Set("MSBuildProjectFile", project.Name);
        Set("MSBuildProjectExtension", Path.GetExtension(project.Name));
        Set("MSBuildProjectName", name);
        Set("MSBuildRuntimeType", "Core");
        Set("Configuration", "Debug");
        Set("Platform", "AnyCPU");
        Set("OS", OperatingSystem.IsWindows() ? "Windows_NT" : "Unix");
        Set("BaseIntermediateOutputPath", "obj/");
        Set("BaseOutputPath", "bin/");
    }

    public RepoPath Project { get; }

    public IReadOnlyDictionary<string, string> Properties => _properties;

    public IReadOnlyList<BuildItem> Items => _items;

    /// <summary>What could not be worked out and matters.</summary>
    public IReadOnlyList<string> Doubts => _doubts;

    /// <summary>The name of the SDK; null for a project of the old kind.</summary>
    public string? Sdk { get; private set; }

    /// <summary>A target of the project itself makes source files.</summary>
    public bool MakesSources { get; private set; }

    public static BuildFile? Read(Shadow shadow, RepoPath project)
    {
        var file = new BuildFile(shadow, project);
        if (file.Load(project.Value) is not { } root)
            return null;
        file.Sdk = root.Attribute("Sdk")?.Value ?? root.Elements().FirstOrDefault(child =>
            child.Name.LocalName == "Sdk")?.Attribute("Name")?.Value
            ?? root.Elements().FirstOrDefault(child => child.Name.LocalName == "Import")?.Attribute("Sdk")?.Value;
        file.ImportNearest("Directory.Build.props");
        file.ImportNearest("Directory.Packages.props");
        file.Take(root, project.Value);
        file.ImportNearest("Directory.Build.targets");
        file._file = project.Value;
        file.TakeItems();
        return file;
    }

    public string Property(string name) => _properties.GetValueOrDefault(name) ?? "";

    private void Set(string name, string value) => _properties[name] = value;

    private void ImportNearest(string name)
    {
        if (RepositoryPaths.Upwards(_folder).Select(folder => RepositoryPaths.Join(folder, name)!).FirstOrDefault(Exists) is { } path)
            Import(path);
    }

    private void Import(string path)
    {
        if (++_imports > MaxImports || Load(path) is not { } root)
        {
            _doubts.Add($"{path} cannot be read as a project file");
            return;
        }

        var outer = _file;
        Take(root, path);
        _file = outer;
    }

    private XElement? Load(string path)
    {
        if (!RepoPath.TryParse(path, out var parsed, out _) || _shadow.Read(parsed) is not { Length: <= MaxBytes } bytes)
            return null;
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF')), settings);
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private void Take(XElement parent, string file)
    {
        _file = file;
        foreach (var child in parent.Elements())
        {
            switch (child.Name.LocalName)
            {
                case "PropertyGroup" when Holds(child, child.Elements()):
                    foreach (var property in child.Elements().Where(property => Holds(property, [property])))
                        Set(property.Name.LocalName, Expand(property.Value).Trim());
                    break;
                case "ItemGroup":
                    _itemGroups.Add((child, file));
                    break;
                case "ImportGroup" when Holds(child, []):
                    Take(child, file);
                    break;
                case "Import" when child.Attribute("Sdk") is null:
                    TakeImport(child);
                    break;
                case "Choose":
                    TakeChoice(child, file);
                    break;
                case "Target":
                    MakesSources |= child.Descendants().Any(inner => inner.Name.LocalName is "Compile" or "AddFileToCompile");
                    break;
            }

            _file = file;
        }
    }

    private void TakeChoice(XElement choose, string file)
    {
        foreach (var branch in choose.Elements())
        {
            if (branch.Name.LocalName is "When" && !Holds(branch, branch.Elements().Elements()))
                continue;
            Take(branch, file);
            return;
        }
    }

    private void TakeImport(XElement import)
    {
        var path = Expand(import.Attribute("Project")?.Value ?? "");
        var condition = Condition(import);
        if (condition is false || path.Length == 0)
            return;
        if (path.Contains(BuildText.Unknown) || condition is null)
        {
            _doubts.Add($"{_file} imports {import.Attribute("Project")?.Value} under conditions of its own");
            return;
        }

        // What lies outside the repository came with the SDK or a package.
        if (Relative(path) is { } inside && Exists(inside))
            Import(inside);
    }

    private void TakeItems()
    {
        foreach (var (group, file) in _itemGroups)
        {
            _file = file;
            if (!Holds(group, group.Elements()))
                continue;
            foreach (var item in group.Elements().Where(item => Holds(item, [item])))
            {
                foreach (var (attribute, step) in (ReadOnlySpan<(string, ItemStep)>)
                    [("Include", ItemStep.Include), ("Update", ItemStep.Update), ("Remove", ItemStep.Remove)])
                {
                    if (item.Attribute(attribute)?.Value is { } text)
                        TakeItem(item, step, Expand(text));
                }
            }
        }
    }

    private void TakeItem(XElement item, ItemStep step, string text)
    {
        var kind = item.Name.LocalName;
        if ((text.Contains(BuildText.Unknown) || text.Contains("@(", StringComparison.Ordinal)) && Weighty.Contains(kind))
        {
            _doubts.Add($"{_file} computes its {kind} items");
            return;
        }

        var metadata = item.Attributes().Select(attribute => (attribute.Name.LocalName, attribute.Value))
            .Concat(item.Elements().Where(child => Condition(child) is not false).Select(child => (child.Name.LocalName, child.Value)))
            .Where(pair => pair.LocalName is not ("Include" or "Update" or "Remove" or "Exclude" or "Condition"))
            .DistinctBy(pair => pair.LocalName)
            .ToFrozenDictionary(pair => pair.LocalName, pair => Expand(pair.Value).Trim(), StringComparer.OrdinalIgnoreCase);
        var exclude = Split(Expand(item.Attribute("Exclude")?.Value ?? ""));
        // A path in an imported file is relative to the project, not to that file.
        _items.AddRange(Split(text).Select(one => new BuildItem(kind, step, one, exclude, metadata)));
    }

    private static string[] Split(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether a part counts; one that cannot be told counts not, and is a doubt when it would change what is
    /// compiled.</summary>
    private bool Holds(XElement element, IEnumerable<XElement> guarded)
    {
        var value = Condition(element);
        if (value is null && guarded.Any(child => Weighty.Contains(child.Name.LocalName)))
            _doubts.Add($"{_file} has the condition {element.Attribute("Condition")?.Value}");
        return value is true;
    }

    private bool? Condition(XElement element) =>
        element.Attribute("Condition")?.Value is not { } text || string.IsNullOrWhiteSpace(text) ? true
            : BuildCondition.Evaluate(Expand(text), path => Relative(path) is { } inside && (Exists(inside)
                || Directory.Exists(Path.Join(_shadow.Root, inside))));

    private string Expand(string text) => BuildText.Expand(text, Value, Above);

    private string Value(string name) => name.ToUpperInvariant() switch
    {
        "MSBUILDTHISFILEDIRECTORY" => Path.Join(_shadow.Root, RepositoryPaths.FolderOf(_file)).TrimEnd('/') + "/",
        "MSBUILDTHISFILE" => RepositoryPaths.NameOf(_file),
        "MSBUILDTHISFILEFULLPATH" => Path.Join(_shadow.Root, _file),
        "MSBUILDTHISFILENAME" => Path.GetFileNameWithoutExtension(_file),
        _ => Property(name),
    };

    private string? Above(string name, string folder) =>
        Relative(folder) is { } start
            ? RepositoryPaths.Upwards(start).Select(at => RepositoryPaths.Join(at, name)!).FirstOrDefault(Exists) is { } found
                ? Path.Join(_shadow.Root, found) : null
            : null;

    /// <summary>A path that a project file names, relative to the repository; null outside of it.</summary>
    public string? Relative(string path)
    {
        var clean = path.Replace('\\', '/');
        if (clean == _shadow.Root)
            return "";
        if (clean.StartsWith(_shadow.Root + "/", StringComparison.Ordinal))
            return RepositoryPaths.Join("", clean[(_shadow.Root.Length + 1)..]);
        return clean.StartsWith('/') ? null : RepositoryPaths.Join(RepositoryPaths.FolderOf(_file), clean);
    }

    private bool Exists(string path) => RepoPath.TryParse(path, out var parsed, out _) && _shadow.Exists(parsed);
}
