namespace Tako.Workspace.Overlay;

/// <summary>Turns staged files into the smallest set of changes: untouched files drop out, moved files become renames.</summary>
internal static class StagedChanges
{
    public static ChangeSet Collect(string root, IReadOnlyDictionary<RepoPath, StagedFile> staged)
    {
        var changes = new List<Change>();
        var moved = new HashSet<RepoPath>();
        foreach (var (path, file) in staged.OrderBy(entry => entry.Key))
        {
            if (file.IsTombstone || file.IsUntouched)
                continue;
            var from = file.Base is null && file.Origin is { } origin && IsGone(origin, staged) && moved.Add(origin) ? file.Origin : null;
            changes.Add(new Change
            {
                Kind = from is not null ? ChangeKind.Renamed : file.Base is null ? ChangeKind.Added : ChangeKind.Edited,
                Path = path,
                From = from,
                Base = from is { } old ? staged[old].Base : file.Base,
                Content = file.Content,
                Mode = file.Mode,
                ContentHash = file.Hash,
            });
        }

        changes.AddRange(staged
            .Where(entry => entry.Value is { IsTombstone: true, Base: not null } && !moved.Contains(entry.Key))
            .Select(entry => new Change { Kind = ChangeKind.Deleted, Path = entry.Key, Base = entry.Value.Base }));
        return new ChangeSet(root, changes);
    }

    private static bool IsGone(RepoPath path, IReadOnlyDictionary<RepoPath, StagedFile> staged) =>
        staged.TryGetValue(path, out var file) && file is { IsTombstone: true, Base: { IsLink: false } };
}
