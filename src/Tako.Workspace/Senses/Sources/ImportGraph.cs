using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Sources;

/// <summary>Which files of a repository import which, seen from the imported side.</summary>
internal sealed class ImportGraph
{
    private readonly Dictionary<RepoPath, List<RepoPath>> _importers = [];

    public ImportGraph(IEnumerable<RepoPath> files, Func<RepoPath, IEnumerable<RepoPath>> imports)
    {
        foreach (var file in files)
        {
            foreach (var target in imports(file).Where(target => target != file).Distinct())
            {
                if (!_importers.TryGetValue(target, out var importers))
                    _importers[target] = importers = [];
                importers.Add(file);
            }
        }
    }

    /// <summary>Files that import one of these, directly or through others, nearest first; the given ones are not among them
    /// unless they import each other.</summary>
    public IReadOnlyList<RepoPath> Importers(IEnumerable<RepoPath> of, int depth, int most)
    {
        var found = new HashSet<RepoPath>();
        var order = new List<RepoPath>();
        var wave = of.ToList();
        for (var step = 0; step < depth && wave.Count > 0; step++)
        {
            var next = new List<RepoPath>();
            foreach (var importer in wave.SelectMany(file => _importers.GetValueOrDefault(file) ?? []))
            {
                if (order.Count < most && found.Add(importer))
                {
                    order.Add(importer);
                    next.Add(importer);
                }
            }

            wave = next;
        }

        return order;
    }
}
