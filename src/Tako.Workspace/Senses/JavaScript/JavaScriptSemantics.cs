using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Sources;

namespace Tako.Workspace.Senses.JavaScript;

/// <summary>Feels whether the changed JavaScript files, and the files that import them, still find each other's exports.</summary>
internal sealed class JavaScriptSemantics(Shadow start, ParsedFiles files) : ISense
{
    private const int MaxDependents = 200;
    private const int Depth = 3;
    private const int MaxPains = 50;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lazy<SourceTree> _tree = new(() => JavaScriptLanguage.Read(start));
    private JavaScriptView? _start;

    public string Rung => "semantics";

    /// <summary>What changed, and what imports it: read without a parser.</summary>
    public IReadOnlyList<RepoPath> Scope(Shadow shadow)
    {
        var changed = ChangedFile.Between(start, shadow);
        var touched = changed.Select(file => file.Now).OfType<RepoPath>().Where(JavaScriptLanguage.IsFamily).ToList();
        var before = changed.Select(file => file.Before).OfType<RepoPath>().Where(JavaScriptLanguage.IsFamily).ToList();
        if (touched.Count + before.Count == 0)
            return [];
        var tree = _tree.Value.At(shadow);
        // What imported a file that is gone now has to do without it.
        return [.. touched.Concat(Graph(tree).Importers(touched, Depth, MaxDependents))
            .Concat(Graph(_tree.Value).Importers(before, Depth, MaxDependents)).Distinct().Where(shadow.Exists)];
    }

    private static ImportGraph Graph(SourceTree tree) => JavaScriptLanguage.Graph(tree, new JavaScriptModules(tree.Files));

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var changed = ChangedFile.Between(start, shadow)
            .Where(file => (file.Now is { } now && JavaScriptLanguage.IsFamily(now)) || (file.Before is { } old
                && JavaScriptLanguage.IsFamily(old)))
            .ToList();
        if (changed.Count == 0)
            return new Feeling.Numb("No JavaScript file was changed.");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await FeelAsync(shadow, changed, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<Feeling> FeelAsync(Shadow shadow, IReadOnlyList<ChangedFile> changed, CancellationToken cancellationToken)
    {
        _start ??= new JavaScriptView(_tree.Value, files);
        var now = new JavaScriptView(_start.Tree.At(shadow), files);
        var touched = changed.Where(file => file.Now is { } path && !file.IsFixture).Select(file => file.Now!.Value).ToList();
        var scope = touched.Concat(now.Graph.Importers(touched, Depth, MaxDependents))
            .Concat(_start.Graph.Importers(changed.Where(file => file.Before is not null).Select(file =>
                file.Before!.Value), Depth, MaxDependents))
            .Where(path => JavaScriptLanguage.Language.Takes(path) && shadow.Exists(path))
            .Distinct()
            .ToList();
        if (await now.LookAsync(scope, cancellationToken) is { } why)
            return new Feeling.Numb(why);
        var origins = changed.Where(file => file.Now is not null).ToDictionary(file => file.Now!.Value, file => file.Before);
        var pains = new List<Pain>();
        foreach (var file in scope)
        {
            var found = await now.FindAsync(file, cancellationToken);
            if (found.Count == 0)
                continue;
            var before = origins.TryGetValue(file, out var origin) ? origin : file;
            var known = before is { } path
                ? (await _start.FindAsync(path, cancellationToken)).Select(finding => (finding.Kind, finding.Name)).ToHashSet()
                : [];
            pains.AddRange(found.Where(finding => !known.Contains((finding.Kind, finding.Name)))
                .Select(finding => finding.ToPain(JavaScriptLanguage.Language.Tool, shadow)));
        }

        return pains.Count > 0 ? new Feeling.Hurt([.. pains.Take(MaxPains)]) : new Feeling.Well();
    }
}
