using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>A method that is named but not called.</summary>
internal sealed class Call : ICodeRepair
{
    public string Name => "csharp.call";

    public bool Takes(string id) => id is "CS0428" or "CS0019" or "CS0201" or "CS0023" or "CS1503" or "CS0119" or "CS0446"
        or "CS0029" or "CS8917" or "CS0815"
        or "CS0149" or "CS0103" or "CS0117" or "CS1061" or "CS8978" or "CS0021" or "CS0037" or "CS0826" or "CS0173" or "CS1662"
            or "CS8754" or "CS1660";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var nodes = wound.Node switch
        {
            ArgumentSyntax argument => [argument.Expression],
            BinaryExpressionSyntax binary => [binary.Left, binary.Right],
            PrefixUnaryExpressionSyntax sign => [sign.Operand],
            ExpressionStatementSyntax statement => [statement.Expression],
            CommonForEachStatementSyntax loop => [loop.Expression],
            EqualsValueClauseSyntax clause => [clause.Value],
            MemberAccessExpressionSyntax member => [member, member.Expression],
            SimpleNameSyntax { Parent: MemberAccessExpressionSyntax member } name when member.Name == name => [member, member.Expression],
            ExpressionSyntax expression => new[] { expression },
            _ => [],
        };
        foreach (var node in nodes)
        {
            var name = node switch { ParenthesizedExpressionSyntax { Expression: var inner } => inner, _ => node };
            if (name is not (SimpleNameSyntax or MemberAccessExpressionSyntax)
                || name.Parent is InvocationExpressionSyntax called && called.Expression == name)
                continue;
            var group = wound.Model.GetMemberGroup(name, wound.CancellationToken);
            if (group.OfType<IMethodSymbol>().Any(method => method.Parameters.All(parameter => parameter.IsOptional
                || parameter.IsParams)))
                yield return Candidate.Insert($"call '{name}'", 0.9, wound.Tree, name.Span.End, "()");
        }

        if (wound.Id == "CS0021" && wound.Up<ElementAccessExpressionSyntax>() is { } element
            && wound.Model.GetMemberGroup(element.Expression).Length > 0)
            yield return new Candidate("call with parentheses", 1,
                [new CodeEdit(wound.Tree, element.ArgumentList.OpenBracketToken.Span, "("),
                new CodeEdit(wound.Tree, element.ArgumentList.CloseBracketToken.Span, ")")]) { MayDrop = 2 };
    }
}
