using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary><c>=</c> where <c>==</c> is meant, and the other way round.</summary>
internal sealed class Comparison : ICodeRepair
{
    public string Name => "csharp.comparison";

    public bool Takes(string id) => id is "CS0029" or "CS0201" or "CS0131" or "CS0266" or "CS1660" or "CS1525" or "CS0019"
        or "CS8116" or "CS0200" or "CS0023" or "CS0037";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var condition = wound.Node.AncestorsAndSelf().TakeWhile(node => node is not StatementSyntax).OfType<ExpressionSyntax>()
            .LastOrDefault();
        if (condition?.Parent is IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax
            or ReturnStatementSyntax
            || wound.Node is IfStatementSyntax)
        {
            foreach (var assignment in (condition ?? wound.Node).DescendantNodesAndSelf().OfType<AssignmentExpressionSyntax>()
                .Where(each => each.IsKind(SyntaxKind.SimpleAssignmentExpression)).Take(2))
                yield return Candidate.Replace("compare with '=='", 0.7, wound.Tree, assignment.OperatorToken.Span, "==");
        }

        if (wound.Id == "CS0201"
            && wound.Up<ExpressionStatementSyntax>()?.Expression is BinaryExpressionSyntax
                { RawKind: (int)SyntaxKind.EqualsExpression } compared)
            yield return Candidate.Replace("assign with '='", 0.7, wound.Tree, compared.OperatorToken.Span, "=");
        if (wound.Id == "CS0201"
            && wound.Up<ExpressionStatementSyntax>()?.Expression is BinaryExpressionSyntax
                { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression } sum
            && sum.Left is IdentifierNameSyntax)
            yield return Candidate.Replace("keep the result", 1, wound.Tree, sum.OperatorToken.Span, sum.OperatorToken.Text + "=");
        if (wound.Id == "CS1660" && wound.Up<SimpleLambdaExpressionSyntax>() is { } lambda)
            yield return Candidate.Replace("compare with '>='", 0.8, wound.Tree, lambda.ArrowToken.Span, ">=");
        if (wound.Id == "CS0131" && wound.Up<AssignmentExpressionSyntax>() is { } turned && turned.Right is IdentifierNameSyntax
            or MemberAccessExpressionSyntax)
            yield return new Candidate("turn the assignment round", 1,
                [new CodeEdit(wound.Tree, turned.Left.Span, turned.Right.ToString()),
                new CodeEdit(wound.Tree, turned.Right.Span, turned.Left.ToString())]) { MayDrop = 40 };
        if (wound.Id == "CS0023"
            && wound.Up<PrefixUnaryExpressionSyntax>() is
                { Parent: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } negated } not)
            yield return new Candidate("compare with '!='", 0.8, [new CodeEdit(wound.Tree, not.OperatorToken.Span, ""),
                new CodeEdit(wound.Tree, negated.OperatorToken.Span, "!=")]) { MayDrop = 2 };
    }
}
