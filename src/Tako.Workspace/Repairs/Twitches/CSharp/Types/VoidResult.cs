using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>The result of something that has none is put into a variable: the call stays, alone.</summary>
internal sealed class VoidResult : ICodeRepair
{
    public string Name => "csharp.void-result";

    public bool Takes(string id) => id is "CS0029" or "CS0815" or "CS0019";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var call = wound.Up<InvocationExpressionSyntax>() ?? wound.Up<ExpressionStatementSyntax>()?.DescendantNodes()
            .OfType<InvocationExpressionSyntax>().FirstOrDefault();
        if (call is null || wound.TypeOf(call)?.SpecialType != SpecialType.System_Void)
            yield break;
        if (call.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
            Parent: ExpressionStatementSyntax statement } assignment && assignment.Right == call)
            yield return Candidate.Replace($"call '{call.Expression}' without keeping a result", 1.2, wound.Tree,
                TextSpan.FromBounds(statement.SpanStart, call.SpanStart), "") with { MayDrop = 6 };
        // A variable that nobody asks afterwards held nothing.
        if (call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax
            { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } local } } variable }
            && !block.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Any(each => each.Identifier.ValueText == variable.Identifier.ValueText))
            yield return Candidate.Replace($"call '{call.Expression}' without keeping a result", 1.2, wound.Tree,
                TextSpan.FromBounds(local.SpanStart, call.SpanStart), "") with { MayDrop = 8 };
    }
}
