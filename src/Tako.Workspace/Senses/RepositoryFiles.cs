using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses;

/// <summary>The files a detector may look at, listed once.</summary>
internal sealed class RepositoryFiles(Shadow shadow, IReadOnlyList<RepoPath> files)
{
    private const int MaxText = 1024 * 1024;
    private readonly HashSet<RepoPath> _known = [.. files];

    public IReadOnlyList<RepoPath> All => files;

    public bool Has(string value) => RepoPath.TryParse(value, out var path, out _) && _known.Contains(path);

    public bool AnyNamed(params string[] patterns) => files.Any(file => Glob.MatchesAny(patterns, file.Name));

    public string? Text(string value) => RepoPath.TryParse(value, out var path, out _) ? Text(path) : null;

    public string? Text(RepoPath path) =>
        _known.Contains(path) && shadow.Read(path) is { Length: <= MaxText } content
            ? Encoding.UTF8.GetString(content.Span).TrimStart('\uFEFF')
            : null;
}
