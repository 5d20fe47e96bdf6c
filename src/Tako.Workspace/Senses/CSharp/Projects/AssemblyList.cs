namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Assemblies to refer to; of two with one name the newer wins, the first of equals.</summary>
internal sealed class AssemblyList
{
    private readonly Dictionary<string, string> _byName = new(StringComparer.OrdinalIgnoreCase);

    public List<string> Paths => [.. _byName.Values.Order(StringComparer.Ordinal)];

    public void AddRange(IEnumerable<string> paths)
    {
        foreach (var path in paths)
            Add(path);
    }

    public void Add(string path)
    {
        var name = Path.GetFileName(path);
        if (!_byName.TryGetValue(name, out var known) || AssemblyFacts.VersionOf(path) > AssemblyFacts.VersionOf(known))
            _byName[name] = path;
    }
}
