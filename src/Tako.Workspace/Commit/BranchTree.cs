using Tako.Workspace.Overlay;
using Tako.Workspace.Repositories;

namespace Tako.Workspace.Commit;

/// <summary>The tree of a commit with changes put into it; folders are read as far as the changes reach.</summary>
internal sealed class BranchTree
{
    private readonly Dictionary<string, GitEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BranchTree> _folders = new(StringComparer.Ordinal);
    private bool _isChanged;

    /// <summary>Reads every folder that one of the paths lies in.</summary>
    public static async ValueTask<BranchTree> ReadAsync(GitReader objects, string? tree, IEnumerable<RepoPath> paths,
        CancellationToken cancellationToken)
    {
        var root = new BranchTree();
        if (tree is null)
            return root;
        var wanted = paths.Select(path => path.Folder).Distinct(StringComparer.Ordinal).ToList();
        var left = new Stack<(string Path, BranchTree Node, string Id)>([("", root, tree)]);
        while (left.TryPop(out var folder))
        {
            if (await objects.ReadAsync(folder.Id, cancellationToken).ConfigureAwait(false) is not { } read)
                throw new IOException($"The tree {folder.Id} is missing in the repository.");
            foreach (var (name, entry) in GitObjects.ParseTree(read.Content.Span, folder.Id.Length / 2))
            {
                folder.Node._entries[name] = entry;
                var below = folder.Path.Length == 0 ? name : $"{folder.Path}/{name}";
                if (entry.IsTree && wanted.Any(path => path == below || path.StartsWith(below + "/", StringComparison.Ordinal)))
                    left.Push((below, folder.Node._folders[name] = new BranchTree(), entry.Id));
            }
        }

        return root;
    }

    public GitEntry? Find(RepoPath path)
    {
        var parts = path.Value.Split('/');
        var node = this;
        foreach (var part in parts[..^1])
        {
            if (!node._folders.TryGetValue(part, out var below))
                return node._entries.TryGetValue(part, out var file) && !file.IsTree ? file : null;
            node = below;
        }

        return node._entries.GetValueOrDefault(parts[^1]);
    }

    public void Set(RepoPath path, GitEntry? entry)
    {
        var parts = path.Value.Split('/');
        var node = this;
        foreach (var part in parts[..^1])
        {
            node._isChanged = true;
            if (!node._folders.TryGetValue(part, out var below))
                node._folders[part] = below = new BranchTree();
            if (node._entries.TryGetValue(part, out var old) && !old.IsTree)
                node._entries.Remove(part);
            node = below;
        }

        node._isChanged = true;
        if (entry is not null)
            node._entries[parts[^1]] = entry;
        else
            node._entries.Remove(parts[^1]);
    }

    /// <summary>Adds the changed trees to the pack; null for a folder in which nothing is left.</summary>
    public string? Write(GitPack pack)
    {
        foreach (var (name, folder) in _folders.Where(folder => folder.Value._isChanged))
        {
            if (folder.Write(pack) is { } id)
                _entries[name] = new GitEntry("040000", id);
            else if (_entries.TryGetValue(name, out var gone) && gone.IsTree)
                _entries.Remove(name);
        }

        return _entries.Count == 0 ? null : pack.Tree(_entries);
    }
}
