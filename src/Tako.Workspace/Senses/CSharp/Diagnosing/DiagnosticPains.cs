using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Diagnosing;

/// <summary>Makes pains of the compiler's diagnostics.</summary>
internal static class DiagnosticPains
{
    private const int MostPains = 50;

    public static Pain Of(Diagnostic error, string rung, string hash)
    {
        var span = error.Location.GetLineSpan().Span;
        return new Pain
        {
            Rung = rung,
            Tool = "roslyn",
            Code = error.Id,
            File = RepoPath.TryParse(error.Location.SourceTree?.FilePath, out var file, out _) ? file : null,
            Line = span.Start.Line + 1,
            Span = new PainSpan(span.Start.Line + 1, span.Start.Character + 1, span.End.Line + 1, span.End.Character + 1),
            Message = error.GetMessage(CultureInfo.InvariantCulture),
            WorkspaceHash = hash,
        };
    }

    /// <summary>Roots first: syntax, then declarations, then bodies; projects that others refer to before those others.</summary>
    public static IReadOnlyList<Pain> Of(IEnumerable<NewError> errors, string hash) =>
        [.. errors
            .OrderBy(error => Depth(error.Diagnostic))
            .ThenBy(error => error.Order)
            .ThenBy(error => error.InChanged ? 0 : 1)
            .ThenBy(error => error.Diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal)
            .ThenBy(error => error.Diagnostic.Location.SourceSpan.Start)
            .ThenBy(error => error.Diagnostic.Id, StringComparer.Ordinal)
            .Select(error => Of(error.Diagnostic, "semantics", hash))
            .DistinctBy(pain => (pain.Code, pain.File, pain.Span, pain.Message))
            .Take(MostPains)];

    private static int Depth(Diagnostic error)
    {
        var tree = error.Location.SourceTree!;
        if (tree.GetDiagnostics().Any(found => found.Id == error.Id && found.Location.SourceSpan == error.Location.SourceSpan))
            return 0;
        var node = tree.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true);
        return node.AncestorsAndSelf().Any(above => above is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax) ? 2 : 1;
    }
}
