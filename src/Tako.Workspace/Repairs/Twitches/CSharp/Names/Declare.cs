using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Names;

/// <summary>A local that is given a value but was never declared.</summary>
internal sealed class Declare : ICodeRepair
{
    public string Name => "csharp.declare";

    public bool Takes(string id) => id is "CS0103" or "CS0841";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Node is not IdentifierNameSyntax name)
            yield break;
        var text = name.Identifier.ValueText;
        if (name.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
            && assignment.Left == name
            && assignment.Parent is ExpressionStatementSyntax or ForStatementSyntax)
        {
            var whole = wound.TypeOf(assignment.Right) is { SpecialType: SpecialType.System_Int32 };
            yield return Candidate.Insert($"declare '{text}'", 1.3, wound.Tree, name.SpanStart, whole ? "int " : "var ");
        }

        if (name.Parent is ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword })
            yield return Candidate.Insert($"declare '{text}'", 1, wound.Tree, name.SpanStart, "var ");
        // Declared in a block that ends before: the declaration moves out with its plain value.
        if (name.FirstAncestorOrSelf<BlockSyntax>() is not { } block || Function.Around(name)?.Body is not { } body)
            yield break;
        var inner = body.DescendantNodes().OfType<VariableDeclaratorSyntax>()
            .FirstOrDefault(each => each.Identifier.ValueText == text && each.SpanStart < name.SpanStart
            && each.Parent?.Parent is LocalDeclarationStatementSyntax { Parent: BlockSyntax owner } && !owner.Span.Contains(name.Span));
        if (inner is not { Initializer: not null, Parent: VariableDeclarationSyntax { Variables.Count: 1,
            Parent: LocalDeclarationStatementSyntax statement } declaration }
            || wound.Model.GetDeclaredSymbol(inner) is not ILocalSymbol { Type: { TypeKind: not TypeKind.Error } type })
            yield break;
        var outer = statement.Ancestors().OfType<StatementSyntax>().FirstOrDefault(each => each.Parent is BlockSyntax around
            && around.Span.Contains(name.Span));
        if (outer is null)
            yield break;
        var written = wound.Write(type, outer.SpanStart);
        yield return new Candidate($"declare '{text}' further out", 1.4,
        [
            new CodeEdit(wound.Tree, new TextSpan(outer.SpanStart, 0), $"{written} {text} = {Plain.Value(type) ?? $"default({written})"};"
                + wound.Layout.LineEnd + wound.Layout.IndentAt(outer.SpanStart)),
            new CodeEdit(wound.Tree, TextSpan.FromBounds(declaration.Type.SpanStart, inner.SpanStart), ""),
        ]) { MayDrop = declaration.Type.DescendantTokens().Count() };
    }
}
