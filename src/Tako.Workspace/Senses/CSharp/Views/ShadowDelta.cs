using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Views;

/// <summary>Which files of a shadow differ from those of another: by path, the new content's hash or null for a file that
/// is gone.</summary>
internal static class ShadowDelta
{
    public static SortedDictionary<string, string?> Between(Shadow start, Shadow now)
    {
        var (before, after) = (States(start.Changes), States(now.Changes));
        var delta = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var path in before.Keys.Union(after.Keys))
        {
            var staged = after.TryGetValue(path, out var hash);
            if (!staged)
                hash = HashOf(now, path);
            var old = before.TryGetValue(path, out var known) ? known : HashOf(start, path);
            if (old != hash)
                delta[path.Value] = hash;
        }

        return delta;
    }

    private static string? HashOf(Shadow shadow, RepoPath path) => shadow.Read(path) is { } content ? ContentHash.Of(content.Span) : null;

    private static Dictionary<RepoPath, string?> States(ChangeSet changes)
    {
        var states = new Dictionary<RepoPath, string?>();
        foreach (var change in changes.Changes)
        {
            if (change.From is { } from)
                states.TryAdd(from, null);
        }

        foreach (var change in changes.Changes)
            states[change.Path] = change.ContentHash;
        return states;
    }
}
