using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

/// <summary>The using directives at the top of a file.</summary>
internal static class Usings
{
    public static bool Has(SyntaxNode root, string space) =>
        root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>()
            .Any(each => each.Alias is null && each.StaticKeyword.IsKind(SyntaxKind.None) && each.Name?.ToString() == space);

    /// <summary>One more, where the order of those that are there wants it.</summary>
    public static CodeEdit Add(Wound wound, string space)
    {
        var unit = (CompilationUnitSyntax)wound.Root;
        var directives = unit.Usings.Count > 0
            ? unit.Usings
            : unit.Members.FirstOrDefault() is BaseNamespaceDeclarationSyntax { Usings.Count: > 0 } inside ? inside.Usings : unit.Usings;
        if (directives.Count == 0)
            return Top(wound, unit, space);
        var text = $"using {space};";
        var after = directives.LastOrDefault(each => each.Alias is null && each.StaticKeyword.IsKind(SyntaxKind.None)
            && string.CompareOrdinal(Sortable(each.Name?.ToString() ?? ""), Sortable(space)) < 0);
        if (after is null)
            return new CodeEdit(wound.Tree, new TextSpan(directives[0].SpanStart, 0),
                text + wound.Layout.LineEnd + wound.Layout.IndentAt(directives[0].SpanStart));
        return new CodeEdit(wound.Tree, new TextSpan(wound.Layout.EndOfLineAfter(after.GetLastToken()), 0),
            wound.Layout.LineEnd + wound.Layout.IndentAt(after.SpanStart) + text);
    }

    private static CodeEdit Top(Wound wound, CompilationUnitSyntax unit, string space)
    {
        var first = unit.GetFirstToken();
        var at = first.HasLeadingTrivia && first.LeadingTrivia.Any(each => each.IsDirective) ? first.SpanStart : first.FullSpan.Start;
        var licence = first.LeadingTrivia.TakeWhile(each => each.Kind() is SyntaxKind.SingleLineCommentTrivia
            or SyntaxKind.EndOfLineTrivia).ToList();
        var gap = licence.FindLastIndex(each => each.IsKind(SyntaxKind.SingleLineCommentTrivia));
        if (gap >= 0 && licence.Count > gap + 2)
            at = licence[gap + 2].FullSpan.End;
        return new CodeEdit(wound.Tree, new TextSpan(at, 0), $"using {space};" + wound.Layout.LineEnd);
    }

    // The names of the platform come first.
    private static string Sortable(string space) =>
        (space == "System" || space.StartsWith("System.", StringComparison.Ordinal) ? "0" : "1") + space;
}
