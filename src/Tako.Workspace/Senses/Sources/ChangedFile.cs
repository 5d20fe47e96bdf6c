using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Sources;

/// <summary>A file that differs between two shadows of one repository.</summary>
/// <param name="Now">Where it is; null when it is gone.</param>
/// <param name="Before">Where it was; null when it is new.</param>
internal sealed record ChangedFile(RepoPath? Now, RepoPath? Before)
{
    private static readonly HashSet<string> Fixtures = new(StringComparer.OrdinalIgnoreCase)
    {
        "fixtures", "fixture", "__fixtures__", "testdata", "test-data", "test_data", "snapshots", "__snapshots__", "corpus",
    };

    /// <summary>Whether it lies where repositories keep broken files on purpose.</summary>
    public bool IsFixture => Now is { } path && path.Folder.Split('/').Any(Fixtures.Contains);

    /// <summary>What changed from one shadow to a later one.</summary>
    public static IReadOnlyList<ChangedFile> Between(Shadow start, Shadow shadow)
    {
        var before = start.Changes.Changes.ToDictionary(change => change.Path);
        var files = new List<ChangedFile>();
        foreach (var change in shadow.Changes.Changes)
        {
            if (before.Remove(change.Path, out var same) && same.ContentHash == change.ContentHash && same.Kind == change.Kind)
                continue;
            RepoPath? now = change.Kind == ChangeKind.Deleted ? null : change.Path;
            RepoPath? old = start.Exists(change.Path) ? change.Path : change.From is { } from && start.Exists(from) ? from : null;
            if (now is not null || old is not null)
                files.Add(new ChangedFile(now, old));
            if (change.From is { } gone && gone != old && start.Exists(gone))
                files.Add(new ChangedFile(null, gone));
        }

        // What the start had staged and this shadow took back.
        foreach (var path in before.Keys)
        {
            RepoPath? now = shadow.Exists(path) ? path : null, old = start.Exists(path) ? path : null;
            if (now is not null || old is not null)
                files.Add(new ChangedFile(now, old));
        }

        return files;
    }
}
