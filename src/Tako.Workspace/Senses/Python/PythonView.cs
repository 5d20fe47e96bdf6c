using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.Python;

/// <summary>The modules of one shadow and what they hold.</summary>
internal sealed class PythonView(SourceTree tree, ParsedFiles files, IReadOnlySet<string> standard)
{
    private const int MaxHops = 8;
    private readonly Dictionary<RepoPath, WorkerAnswer> _answers = [];
    private readonly Dictionary<RepoPath, PythonFacts?> _facts = [];
    private readonly Dictionary<RepoPath, PythonNames> _names = [];

    public SourceTree Tree => tree;

    public PythonModules Modules { get; } = new(tree.Files);

    public ImportGraph Graph => field ??= PythonLanguage.Graph(tree, Modules);

    /// <summary>A module of the interpreter's own, which a file of the repository hardly stands for.</summary>
    public bool IsStandard(string module, int level) => level == 0 && standard.Contains(module.Split('.')[0]);

    /// <summary>Parses many at once; says why when nothing can be parsed.</summary>
    public ValueTask<string?> LookAsync(IEnumerable<RepoPath> paths, CancellationToken cancellationToken) =>
        files.LookAsync(tree.Shadow, paths, _answers, cancellationToken);

    public async ValueTask<PythonFacts?> FactsAsync(RepoPath path, CancellationToken cancellationToken)
    {
        if (_facts.TryGetValue(path, out var known))
            return known;
        await LookAsync([path], cancellationToken);
        return _facts[path] = PythonFacts.Of(_answers.GetValueOrDefault(path));
    }

    /// <summary>Names that can be taken from a module; uncertain ones count as there.</summary>
    public async ValueTask<bool> HasAsync(PythonModule module, string name, CancellationToken cancellationToken)
    {
        if (!module.IsText || name.StartsWith("__", StringComparison.Ordinal) || Modules.HasPart(module, name))
            return true;
        foreach (var file in module.Files)
        {
            var names = await NamesAsync(file, [], cancellationToken);
            if (!names.Certain || names.All.Contains(name))
                return true;
        }

        return false;
    }

    /// <summary>What star imports of a file bring in; null when that is not certain.</summary>
    public async ValueTask<IReadOnlySet<string>?> StarNamesAsync(RepoPath file, PythonFacts facts, CancellationToken cancellationToken)
    {
        var brought = new HashSet<string>(StringComparer.Ordinal);
        foreach (var star in facts.Stars)
        {
            var module = Modules.Find(file, star.Module, star.Level);
            if (!module.IsText || IsStandard(star.Module, star.Level))
                return null;
            foreach (var source in module.Files)
            {
                var names = await NamesAsync(source, [], cancellationToken);
                if (!names.Certain)
                    return null;
                brought.UnionWith(names.All);
            }
        }

        return brought;
    }

    /// <summary>The one function or class that a name of a module stands for; null when that is not certain.</summary>
    public async ValueTask<PythonDefinition?> DefinitionAsync(PythonModule module, string name, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop < MaxHops; hop++)
        {
            if (!module.IsText || module.Files.Count != 1 || await FactsAsync(module.Files[0],
                cancellationToken) is not { Dynamic: false } facts
                || !facts.Defines.TryGetValue(name, out var found))
                return null;
            if (found.From is not { Name: { } inner } from)
                return found;
            if (IsStandard(from.Module, from.Level))
                return null;
            (module, name) = (Modules.Find(module.Files[0], from.Module, from.Level), inner);
        }

        return null;
    }

    public async ValueTask<PythonNames> NamesAsync(RepoPath file, HashSet<RepoPath> open, CancellationToken cancellationToken)
    {
        if (_names.TryGetValue(file, out var known))
            return known;
        if (!open.Add(file))
            return new PythonNames(new HashSet<string>(), true);
        if (await FactsAsync(file, cancellationToken) is not { } facts)
            return PythonNames.Uncertain;
        var names = new HashSet<string>(facts.Defines.Keys, StringComparer.Ordinal);
        var certain = !facts.Dynamic;
        foreach (var star in facts.Stars)
        {
            var module = Modules.Find(file, star.Module, star.Level);
            certain &= module.IsText && !IsStandard(star.Module, star.Level);
            foreach (var source in module.Files)
            {
                var inner = await NamesAsync(source, open, cancellationToken);
                certain &= inner.Certain;
                names.UnionWith(inner.All);
            }
        }

        return _names[file] = new PythonNames(names, certain);
    }
}

/// <summary>The names of a module, or at least some of them.</summary>
internal sealed record PythonNames(IReadOnlySet<string> All, bool Certain)
{
    public static PythonNames Uncertain { get; } = new(new HashSet<string>(), false);
}
