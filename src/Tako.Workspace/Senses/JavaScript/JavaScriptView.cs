using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.JavaScript;

/// <summary>The modules of one shadow, and what is certainly wrong between them.</summary>
internal sealed class JavaScriptView(SourceTree tree, ParsedFiles files)
{
    private readonly Dictionary<RepoPath, WorkerAnswer> _answers = [];
    private readonly Dictionary<RepoPath, JavaScriptFacts?> _facts = [];

    public SourceTree Tree => tree;

    public JavaScriptModules Modules { get; } = new(tree.Files);

    public ImportGraph Graph => field ??= JavaScriptLanguage.Graph(tree, Modules);

    public ValueTask<string?> LookAsync(IEnumerable<RepoPath> paths, CancellationToken cancellationToken) =>
        files.LookAsync(tree.Shadow, paths.Where(JavaScriptLanguage.Language.Takes), _answers, cancellationToken);

    public async ValueTask<JavaScriptFacts?> FactsAsync(RepoPath path, CancellationToken cancellationToken)
    {
        if (_facts.TryGetValue(path, out var known))
            return known;
        await LookAsync([path], cancellationToken);
        return _facts[path] = JavaScriptFacts.Of(_answers.GetValueOrDefault(path));
    }

    /// <summary>All names that a file exports; null when that is not certain.</summary>
    public async ValueTask<IReadOnlySet<string>?> ExportsAsync(RepoPath path, bool asModule, HashSet<RepoPath> open,
        CancellationToken cancellationToken)
    {
        if (!open.Add(path))
            return new HashSet<string>();
        if (await FactsAsync(path, cancellationToken) is not { } facts)
            return null;
        // A module seen through require, and the reverse, follow rules of their own.
        if (facts.IsModule != asModule || (!asModule && (!facts.Certain || !facts.IsCommon)))
            return null;
        var names = new HashSet<string>(facts.Exports, StringComparer.Ordinal);
        foreach (var star in facts.Stars)
        {
            if (Modules.Find(path, star, out _) is not { } target || await ExportsAsync(target, true, open,
                cancellationToken) is not { } more)
                return null;
            names.UnionWith(more.Where(name => name != "default"));
        }

        return names;
    }

    public async ValueTask<IReadOnlyList<Finding>> FindAsync(RepoPath file, CancellationToken cancellationToken)
    {
        if (await FactsAsync(file, cancellationToken) is not { } facts)
            return [];
        var found = new List<Finding>();
        foreach (var import in facts.Imports.Where(import => !import.Guarded))
        {
            var target = Modules.Find(file, import.Source, out var isMissing);
            if (isMissing)
                found.Add(new Finding(file, "MODULE_NOT_FOUND", import.Source, $"Cannot find module '{import.Source}'",
                    Span(import.Span)));
            if (target is not { } module || import.Names.Count == 0)
                continue;
            var isLinked = import.How == "import";
            if (await ExportsAsync(module, isLinked, [], cancellationToken) is not { } names)
                continue;
            found.AddRange(import.Names.Where(name => !names.Contains(name.Name)).Select(name => new Finding(file, "MissingExport",
                $"{import.Source} {name.Name}",
                    $"The module '{import.Source}' does not provide an export named '{name.Name}'", Span(name.Span))));
        }

        foreach (var use in facts.Uses)
        {
            if (Modules.Find(file, use.Source, out _) is { } module && await ExportsAsync(module, facts.IsModule, [],
                cancellationToken) is { } names
                && !names.Contains(use.Name) && !(!facts.IsModule && Inherited.Contains(use.Name)))
                found.Add(new Finding(file, "MissingExport", $"{use.Source} {use.Name}",
                    $"The module '{use.Source}' does not provide an export named '{use.Name}'", Span(use.Span)));
        }

        return found;
    }

    // What every object of a CommonJS module has from its prototype.
    private static readonly HashSet<string> Inherited = new(StringComparer.Ordinal)
    {
        "hasOwnProperty", "toString", "valueOf", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "constructor",
    };

    private static PainSpan Span(IReadOnlyList<int> span) => new(span[0], span[1], span[2], span[3]);
}
