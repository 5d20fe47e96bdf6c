using Tako.Workspace.Overlay;
using Tako.Workspace.Repositories;

namespace Tako.Workspace.Senses.Sources;

/// <summary>
/// The files of a shadow's repository and what each names as its imports, read once on the shadow that a limb started from and
/// brought up to date with the changes of later ones.
/// </summary>
internal sealed class SourceTree
{
    private const int MaxFiles = 100_000;
    private const int MaxRead = 10_000;
    private readonly SourceLanguage _language;
    private readonly Func<string, IReadOnlyList<string>> _scan;
    private readonly Dictionary<RepoPath, IReadOnlyList<string>> _scans;

    private SourceTree(SourceLanguage language, Func<string, IReadOnlyList<string>> scan, Shadow shadow, IReadOnlyList<RepoPath> files,
        Dictionary<RepoPath, IReadOnlyList<string>> scans) =>
        (_language, _scan, Shadow, Files, _scans) = (language, scan, shadow, files, scans);

    public Shadow Shadow { get; }

    public IReadOnlyList<RepoPath> Files { get; }

    /// <summary>Files of the language.</summary>
    public IEnumerable<RepoPath> Sources => _scans.Keys;

    /// <param name="scan">Reads the imports out of a text, in whatever form the language's own resolver takes.</param>
    public static SourceTree Read(Shadow shadow, SourceLanguage language, Func<string, IReadOnlyList<string>> scan)
    {
        var files = shadow.Enumerate(skip: BuildFolders.IsOne).Take(MaxFiles).ToList();
        var scans = new Dictionary<RepoPath, IReadOnlyList<string>>();
        foreach (var file in files.Where(language.Takes).Take(MaxRead))
            scans[file] = Workers.SourceText.Read(shadow, file) is { } text ? scan(text.Text) : [];
        return new SourceTree(language, scan, shadow, files, scans);
    }

    public IReadOnlyList<string> Imports(RepoPath file) => _scans.GetValueOrDefault(file) ?? [];

    /// <summary>The tree of another shadow of the same repository.</summary>
    public SourceTree At(Shadow shadow)
    {
        var changed = ChangedFile.Between(Shadow, shadow);
        if (changed.Count == 0)
            return this;
        var files = new SortedSet<RepoPath>(Files);
        var scans = new Dictionary<RepoPath, IReadOnlyList<string>>(_scans);
        foreach (var gone in changed.Where(file => file.Before is not null && file.Before != file.Now).Select(file => file.Before!.Value))
        {
            files.Remove(gone);
            scans.Remove(gone);
        }

        foreach (var now in changed.Where(file => file.Now is not null).Select(file => file.Now!.Value))
        {
            files.Add(now);
            if (_language.Takes(now))
                scans[now] = Workers.SourceText.Read(shadow, now) is { } text ? _scan(text.Text) : [];
        }

        return new SourceTree(_language, _scan, shadow, [.. files], scans);
    }
}
