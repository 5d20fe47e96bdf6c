using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.CSharp.Projects;
using Tako.Workspace.Senses.CSharp.Surfaces;

namespace Tako.Workspace.Senses.CSharp.Views;

/// <summary>
/// Makes views of shadows. Everything is derived from the start: a shadow's compilation is the start's with some trees replaced,
/// and a project whose declarations did not change is, to those that refer to it, still the one of the start.
/// One caller at a time.
/// </summary>
internal sealed class ViewBuilder(Shadow start, CSharpOptions options)
{
    private const int MaxKept = 256;
    private readonly SourceTrees _trees = new();
    private readonly Dictionary<string, BaseProject> _bases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProjectSet> _sets = new(StringComparer.Ordinal);
    private readonly Recent<ProjectView> _views = new(MaxKept);
    private readonly Recent<CSharpCompilation> _surfaces = new(MaxKept);
    private RepositoryListing? _listing;

    public WorkspaceView Build(Shadow shadow, CancellationToken cancellationToken)
    {
        _listing ??= RepositoryListing.Of(start);
        if (_listing.Sources.Count > options.MostFiles)
        {
            return new WorkspaceView([], $"The repository has {_listing.Sources.Count} C# files; "
                + $"above {options.MostFiles} it is not compiled in memory.");
        }

        var delta = ShadowDelta.Between(start, shadow);
        var set = SetOf(shadow, delta, cancellationToken);
        if (set.Projects.Count == 0)
            return new WorkspaceView([], "There is no C# project.");
        var built = new Dictionary<RepoPath, ProjectView>();
        foreach (var project in set.Projects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (project.Why is { } why)
            {
                built[project.Path] = new ProjectView { Project = project, Why = why };
                continue;
            }

            var references = project.Projects.Select(path => built[path]).ToList();
            if (Make(project, references, shadow, delta, cancellationToken) is not { } view)
            {
                return new WorkspaceView([],
                    $"The repository has more than {options.MostBytes >> 20} MB of C#; it is not compiled in memory.");
            }

            built[project.Path] = view;
        }

        return new WorkspaceView([.. built.Values], null);
    }

    private ProjectSet SetOf(Shadow shadow, SortedDictionary<string, string?> delta, CancellationToken cancellationToken)
    {
        var manifests = delta.Where(file => RepositoryListing.IsManifest(file.Key)).ToList();
        var key = string.Concat(manifests.Select(file => $"{file.Key}\n{file.Value}\n"));
        if (_sets.TryGetValue(key, out var known))
            return known;
        if (_sets.Count > MaxKept)
            _sets.Clear();
        return _sets[key] = ProjectSet.Read(shadow, start, _listing!.With(delta), options, cancellationToken);
    }

    private ProjectView? Make(CSharpProject project, List<ProjectView> references, Shadow shadow, SortedDictionary<string, string?> delta,
        CancellationToken cancellationToken)
    {
        if (BaseOf(project, cancellationToken) is not { } origin)
            return null;
        var changes = delta
            .Where(file => file.Key.EndsWith(".cs", StringComparison.Ordinal) && !RepositoryListing.LiesInOutput(file.Key))
            .Select(file => (Path: file.Key, Hash: file.Value is not null && project.Sources.Holds(file.Key) ? file.Value : null))
            .Where(file => file.Hash is not null || origin.Trees.ContainsKey(file.Path))
            .ToList();
        var around = string.Concat(references.Select(reference => reference.Surface + "\n"));
        var key = $"{project.Path}\n{project.Key}\n{around}{string.Concat(changes.Select(file => $"{file.Path}\n{file.Hash}\n"))}";
        if (_views.Find(key) is { } known)
            return known with { References = references };
        var trees = origin.Trees.ToBuilder();
        var compilation = origin.With(around, references.Select(reference => (MetadataReference)reference.Shown!.ToMetadataReference()));
        var surface = new StringBuilder($"{project.Path}\n{project.Key}\n{around}");
        foreach (var (path, hash) in changes)
        {
            var before = origin.Trees.GetValueOrDefault(path);
            var after = hash is null || !RepoPath.TryParse(path, out var parsed, out _) || shadow.Read(parsed) is not { } content ? null
                : _trees.Parse(path, hash, project.Parsing, content, cancellationToken);
            compilation = (before, after) switch
            {
                (null, not null) => compilation.AddSyntaxTrees(after),
                (not null, null) => compilation.RemoveSyntaxTrees(before),
                (not null, not null) => compilation.ReplaceSyntaxTree(before, after),
                _ => compilation,
            };
            if (after is null)
                trees.Remove(path);
            else
                trees[path] = after;
            var (old, now) = (KeyOf(before, cancellationToken), KeyOf(after, cancellationToken));
            if (old != now)
                surface.Append(path).Append(now).Append('\n');
        }

        var id = ContentHash.Of(Encoding.UTF8.GetBytes(surface.ToString()));
        return _views.Find(key, new ProjectView
        {
            Project = project,
            Compilation = compilation,
            Trees = trees.ToImmutable(),
            References = references,
            Surface = id,
            Shown = _surfaces.Find(id, compilation),
        });
    }

    private static string KeyOf(SyntaxTree? tree, CancellationToken cancellationToken) =>
        tree is null ? "" : SurfaceReader.Of(tree, cancellationToken).Key;

    /// <summary>The project with the start's sources; null when they are too many.</summary>
    private BaseProject? BaseOf(CSharpProject project, CancellationToken cancellationToken)
    {
        var key = $"{project.Path}\n{project.Key}";
        if (_bases.TryGetValue(key, out var known))
            return known;
        var parsed = new ConcurrentDictionary<string, SyntaxTree>(StringComparer.Ordinal);
        var bytes = _bases.Values.Sum(other => other.Bytes);
        Parallel.ForEach(_listing!.Sources.Where(path => project.Sources.Holds(path.Value)),
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            (path, loop) =>
            {
                if (start.Read(path) is not { } content)
                    return;
                if (Interlocked.Add(ref bytes, content.Length) > options.MostBytes)
                    loop.Stop();
                else
                    parsed[path.Value] = SourceTrees.Parse(path.Value, project.Parsing, content, cancellationToken);
            });
        if (bytes > options.MostBytes)
            return null;
        foreach (var (path, text) in project.Generated)
            parsed[path] = SourceTrees.Parse(path, project.Parsing, Encoding.UTF8.GetBytes(text), cancellationToken);
        var trees = parsed.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var compilation = CSharpCompilation.Create(project.AssemblyName, trees.Values,
            project.References.Select(ReferenceCache.Of).OfType<MetadataReference>(), project.Compiling);
        return _bases[key] = new BaseProject(trees, compilation, bytes);
    }

    private sealed class BaseProject(ImmutableSortedDictionary<string, SyntaxTree> trees, CSharpCompilation alone, long bytes)
    {
        private readonly Recent<CSharpCompilation> _with = new(8);

        public ImmutableSortedDictionary<string, SyntaxTree> Trees => trees;

        public long Bytes => bytes;

        /// <summary>The start's sources with some versions of the projects it refers to.</summary>
        public CSharpCompilation With(string key, IEnumerable<MetadataReference> projects) =>
            key.Length == 0 ? alone : _with.Find(key) ?? _with.Find(key, alone.AddReferences(projects));
    }
}
