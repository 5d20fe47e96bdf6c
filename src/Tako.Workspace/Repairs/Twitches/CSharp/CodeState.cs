using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp;

/// <summary>A compilation with the errors of the files that were asked for, each file felt once.</summary>
internal sealed class CodeState(CSharpCompilation compilation)
{
    private readonly Dictionary<string, SyntaxTree> _trees = Trees(compilation);
    private readonly Dictionary<string, IReadOnlyList<Diagnostic>> _errors = [];

    public CSharpCompilation Compilation { get; } = compilation;

    public SyntaxTree? Tree(string path) => _trees.GetValueOrDefault(path);

    public IEnumerable<string> Paths => _trees.Keys;

    public IReadOnlyList<Diagnostic> SyntaxErrorsOf(string path, CancellationToken cancellationToken) =>
        Tree(path) is { } tree ? [.. Errors(tree.GetDiagnostics(cancellationToken))] : [];

    public IReadOnlyList<Diagnostic> ErrorsOf(string path, CancellationToken cancellationToken)
    {
        if (_errors.TryGetValue(path, out var known))
            return known;
        IReadOnlyList<Diagnostic> found = Tree(path) is not { } tree
            ? []
            : [.. Errors(Compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: cancellationToken))];
        return _errors[path] = found;
    }

    /// <summary>How much hurts in the files. While one does not parse, only what the parser says counts, as in the compiler
    /// itself.</summary>
    public PainScore Score(IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var syntax = paths.Sum(path => SyntaxErrorsOf(path, cancellationToken).Count);
        return syntax > 0
            ? new PainScore(syntax, 0)
            : new PainScore(0, paths.Sum(path => ErrorsOf(path, cancellationToken).Count));
    }

    /// <summary>The state after the edits; null where an edit does not fit or leaves everything as it is.</summary>
    public CodeState? With(Candidate candidate)
    {
        var forked = Compilation;
        foreach (var edits in candidate.Edits.GroupBy(edit => edit.Tree))
        {
            if (!Compilation.ContainsSyntaxTree(edits.Key))
                return null;
            var text = edits.Key.GetText();
            var ordered = edits.OrderBy(edit => edit.Span.Start).ThenBy(edit => edit.Span.End).ToList();
            if (ordered[^1].Span.End > text.Length || ordered.Zip(ordered.Skip(1))
                .Any(pair => pair.First.Span.End > pair.Second.Span.Start))
                return null;
            var changed = text.WithChanges(ordered.Select(edit => edit.Change));
            if (changed.ContentEquals(text))
                return null;
            forked = forked.ReplaceSyntaxTree(edits.Key, edits.Key.WithChangedText(changed));
        }

        return new CodeState(forked);
    }

    private static IEnumerable<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error && each.Location.IsInSource);

    private static Dictionary<string, SyntaxTree> Trees(CSharpCompilation compilation)
    {
        var trees = new Dictionary<string, SyntaxTree>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
            trees.TryAdd(tree.FilePath, tree);
        return trees;
    }
}
