using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.Python;

/// <summary>
/// Feels whether the changed Python files, and the files that import them, still find each other's names: staged ones are held
/// against staged ones.
/// </summary>
internal sealed class PythonSemantics(Shadow start, ParsedFiles files, ParseWorker worker) : ISense
{
    private const int MaxDependents = 200;
    private const int Depth = 3;
    private const int MaxPains = 50;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lazy<SourceTree> _tree = new(() => PythonLanguage.Read(start));
    private PythonView? _start;

    public string Rung => "semantics";

    /// <summary>What changed, and what imports it: read without a parser.</summary>
    public IReadOnlyList<RepoPath> Scope(Shadow shadow)
    {
        var changed = ChangedFile.Between(start, shadow);
        var touched = changed.Select(file => file.Now).OfType<RepoPath>().Where(PythonLanguage.Language.Takes).ToList();
        var before = changed.Select(file => file.Before).OfType<RepoPath>().Where(PythonLanguage.Language.Takes).ToList();
        if (touched.Count + before.Count == 0)
            return [];
        var tree = _tree.Value.At(shadow);
        // What imported a file that is gone now has to do without it.
        return [.. touched.Concat(Graph(tree).Importers(touched, Depth, MaxDependents))
            .Concat(Graph(_tree.Value).Importers(before, Depth, MaxDependents)).Distinct().Where(shadow.Exists)];
    }

    private static ImportGraph Graph(SourceTree tree) => PythonLanguage.Graph(tree, new PythonModules(tree.Files));

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var changed = ChangedFile.Between(start, shadow)
            .Where(file => (file.Now is { } now && PythonLanguage.Language.Takes(now)) || (file.Before is { } old
                && PythonLanguage.Language.Takes(old)))
            .ToList();
        if (changed.Count == 0)
            return new Feeling.Numb("No Python file was changed.");
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
        if (await worker.AboutAsync(cancellationToken) is not { } about)
            return new Feeling.Numb("There is no working python3 in PATH; install it to have Python files judged.");
        var standard = about.Modules.ToHashSet(StringComparer.Ordinal);
        _start ??= new PythonView(_tree.Value, files, standard);
        var now = new PythonView(_start.Tree.At(shadow), files, standard);

        // 1. What changed, and what imports it now or did before.
        var touched = changed.Where(file => file.Now is { } path && PythonLanguage.Language.Takes(path) && !file.IsFixture)
            .Select(file => file.Now!.Value).ToList();
        var dependents = now.Graph.Importers(touched, Depth, MaxDependents)
            .Concat(_start.Graph.Importers(changed.Where(file => file.Before is not null).Select(file =>
                file.Before!.Value), Depth, MaxDependents))
            .Where(shadow.Exists);
        var scope = touched.Concat(dependents).Distinct().ToList();
        if (await now.LookAsync(scope, cancellationToken) is { } why)
            return new Feeling.Numb(why);

        // 2. What is wrong with them, less what was wrong with them before.
        var (checks, old) = (new PythonChecks(now, _start), new PythonChecks(_start, _start));
        var origins = changed.Where(file => file.Now is not null).ToDictionary(file => file.Now!.Value, file => file.Before);
        var pains = new List<Pain>();
        foreach (var file in scope)
        {
            var found = await checks.OfAsync(file, cancellationToken);
            if (found.Count == 0)
                continue;
            var before = origins.TryGetValue(file, out var origin) ? origin : file;
            var known = before is { } path
                ? (await old.OfAsync(path, cancellationToken)).Select(finding => (finding.Kind, finding.Name)).ToHashSet()
                : [];
            pains.AddRange(found.Where(finding => !known.Contains((finding.Kind, finding.Name)))
                .Select(finding => finding.ToPain(PythonLanguage.Language.Tool, shadow)));
        }

        return pains.Count > 0 ? new Feeling.Hurt([.. pains.Take(MaxPains)]) : new Feeling.Well();
    }
}
