using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>The brackets of an array behind the name, as C has them.</summary>
internal sealed class ArraySign : ICodeRepair
{
    public string Name => "csharp.array-sign";

    public bool Takes(string id) => id is "CS0650" or "CS1552" or "CS0270" or "CS1003" or "CS0443";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var open = new[] { wound.Root.FindToken(Math.Min(wound.Span.Start, wound.Root.FullSpan.End), findInsideTrivia: true), wound.Before,
            wound.Before.GetPreviousToken(), wound.Before.GetNextToken() }
            .FirstOrDefault(token => token.IsKind(SyntaxKind.OpenBracketToken)
                && token.GetPreviousToken(includeSkipped: true).IsKind(SyntaxKind.IdentifierToken));
        if (open.RawKind == 0)
            yield break;
        var name = open.GetPreviousToken(includeSkipped: true);
        var close = open.GetNextToken(includeSkipped: true);
        while (close.RawKind != 0 && close.Text is not ("]" or ";" or "{"))
            close = close.GetNextToken(includeSkipped: true);
        var type = name.GetPreviousToken();
        if (close.Text != "]" || !(type.Parent is TypeSyntax || type.IsKind(SyntaxKind.GreaterThanToken)))
            yield break;
        var size = wound.Text.ToString(TextSpan.FromBounds(open.Span.End, close.SpanStart)).Trim();
        var written = wound.Text.ToString((type.Parent as TypeSyntax ?? (SyntaxNode)type.Parent!).Span);
        var sized = size.Length > 0 && size.Trim(',').Length > 0;
        var after = close.GetNextToken(includeSkipped: true).Text;
        if (sized && after is not (";" or "="))
            yield break;
        yield return new Candidate($"put the brackets behind the type of '{name.Text}'", 0.6,
        [
            new CodeEdit(wound.Tree, new TextSpan(type.Span.End, 0), sized || size.Length == 0 ? "[]" : $"[{size}]"),
            new CodeEdit(wound.Tree, TextSpan.FromBounds(open.SpanStart, close.Span.End),
                sized && after == ";" ? $" = new {written}[{size}]" : ""),
        ]) { MayDrop = 8 };
    }
}
