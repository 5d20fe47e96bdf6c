using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Sources;

namespace Tako.Workspace.Senses.Python;

/// <summary>Python's files, and the graph of what they import.</summary>
internal static class PythonLanguage
{
    public static SourceLanguage Language { get; } = new("Python", "python3", [".py"], (_, _) => false);

    public static SourceTree Read(Shadow shadow) => SourceTree.Read(shadow, Language, text =>
        [.. PythonImports.Of(text).Select(import => $"{new string('.', import.Level)}{import.Module} {string.Join(' ', import.Names)}")]);

    public static ImportGraph Graph(SourceTree tree, PythonModules modules) => new(tree.Sources, file => Targets(tree, modules, file));

    private static IEnumerable<RepoPath> Targets(SourceTree tree, PythonModules modules, RepoPath file)
    {
        foreach (var init in modules.Packages(file))
            yield return init;
        foreach (var import in tree.Imports(file))
        {
            var level = import.TakeWhile(letter => letter == '.').Count();
            var words = import[level..].Split(' ');
            var name = words[0];
            var module = modules.Find(file, name, level);
            // A name that is patched may end in an attribute.
            for (var dot = name.LastIndexOf('.'); module.Files.Count == 0 && dot > 0; dot = name.LastIndexOf('.'))
            {
                name = name[..dot];
                module = modules.Find(file, name, level);
            }

            foreach (var target in module.Files)
            {
                yield return target;
                foreach (var package in modules.Packages(target))
                    yield return package;
            }

            foreach (var part in words.Skip(1).Where(part => part.Length > 0))
            {
                var inner = module.Files.Count > 0 ? modules.Inside(module, part)
                    : modules.Find(file, name.Length > 0 ? $"{name}.{part}" : part, level);
                foreach (var target in inner.Files)
                    yield return target;
            }
        }
    }
}
