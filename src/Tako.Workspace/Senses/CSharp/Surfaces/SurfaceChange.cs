using Microsoft.CodeAnalysis;

namespace Tako.Workspace.Senses.CSharp.Surfaces;

/// <summary>What changed in the declarations of some files, and which files could notice.</summary>
internal sealed class SurfaceChange
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _special = new(StringComparer.Ordinal);

    /// <summary>Every file could notice, as of a changed global using.</summary>
    public bool IsGlobal { get; set; }

    public bool IsEmpty => !IsGlobal && _names.Count == 0;

    /// <summary>Names of what changed.</summary>
    public IReadOnlySet<string> Names => _names;

    /// <summary>Adds the difference between two versions of a file; null where it is not there.</summary>
    public void Add(SyntaxTree? before, SyntaxTree? after, CancellationToken cancellationToken)
    {
        var (old, now) = (before is null ? null : SurfaceReader.Of(before, cancellationToken),
            after is null ? null : SurfaceReader.Of(after, cancellationToken));
        if (old?.Key == now?.Key)
            return;
        IsGlobal |= (old?.Global ?? "") != (now?.Global ?? "");
        foreach (var space in (old?.Namespaces ?? []).Except(now?.Namespaces
            ?? []).Concat((now?.Namespaces ?? []).Except(old?.Namespaces ?? [])))
            _names.UnionWith(space.Split('.'));
        // With a using less, the same signature may name another type.
        if (old is not null && now is not null && old.Usings.Except(now.Usings).Any())
        {
            foreach (var entry in now.Entries)
                Add(entry);
        }

        var counts = new Dictionary<SurfaceEntry, int>();
        foreach (var entry in old?.Entries ?? [])
            counts[entry] = counts.GetValueOrDefault(entry) - 1;
        foreach (var entry in now?.Entries ?? [])
            counts[entry] = counts.GetValueOrDefault(entry) + 1;
        foreach (var (entry, count) in counts)
        {
            if (count != 0)
                Add(entry);
        }
    }

    public void Add(SurfaceChange other)
    {
        IsGlobal |= other.IsGlobal;
        _names.UnionWith(other._names);
        _types.UnionWith(other._types);
        _special.UnionWith(other._special);
    }

    /// <summary>The trees among <paramref name="trees"/> that could notice; <paramref name="all"/> is where types derive
    /// from each other.</summary>
    public IEnumerable<SyntaxTree> Noticed(IReadOnlyCollection<SyntaxTree> trees, IReadOnlyCollection<SyntaxTree> all,
        CancellationToken cancellationToken)
    {
        if (IsEmpty)
            return [];
        if (IsGlobal)
            return trees;
        var derived = Derived(all, cancellationToken);
        var words = new HashSet<string>(_names, StringComparer.Ordinal);
        if (_special.Count > 0)
        {
            words.UnionWith(_special);
            // What returns or takes such a type is used where the type itself is not named.
            foreach (var tree in all)
            {
                foreach (var entry in SurfaceReader.Of(tree, cancellationToken).Entries)
                {
                    if (!words.Contains(entry.Name) && _special.Any(entry.Says))
                        words.Add(entry.Name);
                }
            }
        }

        return trees.Where(tree =>
        {
            var surface = SurfaceReader.Of(tree, cancellationToken);
            return words.Any(surface.Names) || surface.Types.Any(type => derived.Contains(type.Type));
        });
    }

    private HashSet<string> Derived(IReadOnlyCollection<SyntaxTree> all, CancellationToken cancellationToken)
    {
        var derived = new HashSet<string>(_types, StringComparer.Ordinal);
        var edges = all.SelectMany(tree => SurfaceReader.Of(tree, cancellationToken).Types).Where(type => type.Bases.Count > 0).ToList();
        for (var before = -1; before != derived.Count;)
        {
            before = derived.Count;
            foreach (var (type, bases) in edges)
            {
                if (!derived.Contains(type) && bases.Any(derived.Contains))
                    derived.Add(type);
            }
        }

        return derived;
    }

    private void Add(SurfaceEntry entry)
    {
        _names.Add(entry.Name);
        if (entry.Name.EndsWith("Attribute", StringComparison.Ordinal))
            _names.Add(entry.Name[..^"Attribute".Length]);
        _types.Add(entry.IsType || entry.Container.Length == 0 ? entry.Name : entry.Container);
        if (entry.IsSpecial)
            _special.Add(entry.IsType || entry.Container.Length == 0 ? entry.Name : entry.Container);
    }
}
