using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Python;

/// <summary>Finds the files that an import may mean: the top, <c>src</c> and their like, project folders, and the
/// importer's own surroundings.</summary>
internal sealed class PythonModules
{
    private static readonly string[] Projects = ["pyproject.toml", "setup.py", "setup.cfg"];
    private static readonly string[] Compiled = [".pyi", ".pyx", ".pxd", ".so", ".pyd", ".abi3.so"];
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<string> _roots = ["", "src", "lib", "python"];

    public PythonModules(IEnumerable<RepoPath> files)
    {
        foreach (var file in files)
        {
            _files.Add(file.Value);
            for (var folder = file.Folder; folder.Length > 0 && _folders.Add(folder);)
                folder = folder.LastIndexOf('/') is var slash and >= 0 ? folder[..slash] : "";
            if (Projects.Contains(file.Name))
                _roots.AddRange([file.Folder, Join(file.Folder, "src")]);
            if (file.Name.LastIndexOf(".so", StringComparison.Ordinal) > 0 && file.Name.IndexOf('.') is var dot)
                _files.Add(Join(file.Folder, file.Name[..dot] + ".so"));
        }

        _roots = [.. _roots.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What a module's name may stand for, seen from a file.</summary>
    public PythonModule Find(RepoPath importer, string module, int level)
    {
        var parts = module.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (level == 0)
            return Find(Roots(importer), parts);
        var folder = importer.Folder;
        for (var up = 1; up < level; up++)
        {
            if (folder.Length == 0)
                return PythonModule.Unknown;
            folder = Parent(folder);
        }

        return parts.Length > 0 ? Find([folder], parts)
            : _files.Contains(Join(folder, "__init__.py")) ? Found([Join(folder, "__init__.py")], false, false)
            : new PythonModule([], true, false);
    }

    /// <summary>A part of a package: the module in its folder.</summary>
    public PythonModule Inside(PythonModule package, string name) =>
        Find([.. package.Files.Where(file => file.Name == "__init__.py").Select(file => file.Folder)], [name]);

    /// <summary>Whether the name is a folder or module beside the package's own file.</summary>
    public bool HasPart(PythonModule package, string name) => !Inside(package, name).IsMissing;

    /// <summary>The packages that are run before a module of theirs is.</summary>
    public IEnumerable<RepoPath> Packages(RepoPath file)
    {
        for (var folder = file.Folder; ; folder = Parent(folder))
        {
            var init = Join(folder, "__init__.py");
            if (!_files.Contains(init))
                yield break;
            if (RepoPath.TryParse(init, out var path, out _))
                yield return path;
            if (folder.Length == 0)
                yield break;
        }
    }

    private IReadOnlyList<string> Roots(RepoPath importer)
    {
        var roots = new List<string>();
        for (var folder = importer.Folder; ; folder = Parent(folder))
        {
            if (!_files.Contains(Join(folder, "__init__.py")))
                roots.Add(folder);
            if (folder.Length == 0)
                break;
        }

        return [.. roots.Concat(_roots).Distinct(StringComparer.Ordinal)];
    }

    private PythonModule Find(IReadOnlyList<string> roots, string[] parts)
    {
        var files = new List<string>();
        var (isFolder, isCompiled) = (false, false);
        foreach (var root in roots)
        {
            var path = Join(root, string.Join('/', parts));
            if (_files.Contains(path + "/__init__.py"))
                files.Add(path + "/__init__.py");
            else if (_files.Contains(path + ".py"))
                files.Add(path + ".py");
            else
                isFolder |= _folders.Contains(path);
            isCompiled |= Compiled.Any(ending => _files.Contains(path + ending));
        }

        return Found(files, isFolder, isCompiled);
    }

    private static PythonModule Found(IEnumerable<string> files, bool isFolder, bool isCompiled) => new(
        [.. files.Distinct(StringComparer.Ordinal).Select(file => RepoPath.TryParse(file, out var path, out _) ? path : default)
            .Where(path => path != default)],
        isFolder, isCompiled);

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private static string Parent(string folder) => folder.LastIndexOf('/') is var slash and >= 0 ? folder[..slash] : "";
}

/// <summary>The files that a module's name may stand for.</summary>
/// <param name="IsFolder">A folder without <c>__init__.py</c> bears the name, which Python takes for a package as well.</param>
/// <param name="IsCompiled">Something that is no Python text bears it.</param>
internal sealed record PythonModule(IReadOnlyList<RepoPath> Files, bool IsFolder, bool IsCompiled)
{
    /// <summary>Nothing can be said of it.</summary>
    public static PythonModule Unknown { get; } = new([], true, true);

    public bool IsMissing => Files.Count == 0 && !IsFolder && !IsCompiled;

    /// <summary>There is a text, and nothing else may be meant.</summary>
    public bool IsText => Files.Count > 0 && !IsFolder && !IsCompiled;
}
